"""Which part of the earth a map shows, and where on the drawing a place lies."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.maps.projection import Point

WIDTH = 960.0  # of every drawing; how high it is depends on what it shows
NARROWEST = 24.0  # units of the map: about 600 km, closer than that the outline of the land has nothing more to say
MARGIN = 0.08  # of the width, around what is to be seen
FLATTEST, STEEPEST = 2.26, 1.2  # width of a drawing as a multiple of its height


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of the outlines in static/vendor/, and the part of the map that it holds.

    Equal Earth presses what lies far north flat; `stretch` gives the middle of the sheet its right shape back.
    """

    land: str
    left: float
    top: float
    right: float
    bottom: float
    stretch: float

    def holds(self, point: Point) -> bool:
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


WORLD = Sheet("vendor/land-world-2.0.2.svg", 0, 0, 960, 425, stretch=1.0)
EUROPE = Sheet("vendor/land-europe-2.0.2.svg", 408, 18, 592, 126, stretch=1.35)


@dataclass(frozen=True, slots=True)
class View:
    """A part of a sheet, and how it is drawn. `left`, `top`, `width` and `height` are units of the map."""

    sheet: Sheet
    left: float
    top: float
    width: float
    height: float

    @property
    def scale(self) -> float:
        return WIDTH / self.width

    @property
    def drawn_height(self) -> float:
        return self.height * self.scale * self.sheet.stretch

    @property
    def land_transform(self) -> str:
        """How the outline of the land comes to lie where `place` puts its dots."""
        across, down = self.scale, self.scale * self.sheet.stretch
        return f"matrix({across:.4f} 0 0 {down:.4f} {-self.left * across:.2f} {-self.top * down:.2f})"

    def place(self, point: Point) -> Point:
        """Where a point of the map lies on the drawing; outside of it, if the view does not hold it."""
        scale = WIDTH / self.width
        return (point[0] - self.left) * scale, (point[1] - self.top) * scale * self.sheet.stretch


WHOLE_WORLD = View(WORLD, WORLD.left, WORLD.top, WORLD.right - WORLD.left, WORLD.bottom - WORLD.top)
AROUND_EUROPE = View(EUROPE, 414, 22, 150, 99)  # from Iceland and the North Cape to Crete and the Caucasus


def fitted(points: Sequence[Point]) -> View:
    """The closest look at all the points, on the more detailed sheet if that holds them; without any, the world."""
    if not points:
        return WHOLE_WORLD
    sheet = EUROPE if all(map(EUROPE.holds, points)) else WORLD
    across, down = [x for x, _y in points], [y for _x, y in points]
    span, rise = max(across) - min(across), (max(down) - min(down)) * sheet.stretch
    width = max(span * (1 + 2 * MARGIN), NARROWEST, STEEPEST * rise * (1 + 2 * MARGIN))
    height = max(rise * (1 + 2 * MARGIN), width / FLATTEST)
    width, height = min(width, sheet.right - sheet.left), min(height / sheet.stretch, sheet.bottom - sheet.top)
    left = _within((min(across) + max(across) - width) / 2, sheet.left, sheet.right - width)
    top = _within((min(down) + max(down) - height) / 2, sheet.top, sheet.bottom - height)
    return View(sheet, left, top, width, height)


def _within(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)
