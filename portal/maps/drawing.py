"""A map as SVG: land, and on it a mark for every place, which is a link. What lies too close together is one mark."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.maps.projection import point
from portal.maps.view import WIDTH, View

APART = 24.0  # units of the drawing: marks closer than this would lie upon each other
MOST_NAMES = 10  # of what lies together, in the name of its mark

type Nearby = tuple[float, float, float, float]  # south, north, west, east


class Dot(NamedTuple):
    """Something that is somewhere: `name` says what it is, `tone` decides the shape and colour of its mark."""

    key: int
    name: str
    latitude: float
    longitude: float
    url: str
    tone: str


class Mark(NamedTuple):
    """One or several dots at a place of the drawing."""

    x: float
    y: float
    dots: list[Dot]

    @property
    def area(self) -> Nearby:
        """The smallest area, in degrees, that all of its dots lie in."""
        down, across = [dot.latitude for dot in self.dots], [dot.longitude for dot in self.dots]
        return min(down), max(down), min(across), max(across)


def marks(dots: Iterable[Dot], view: View) -> list[Mark]:
    """Where the dots that a view holds are marked. Each joins the first mark that it would touch."""
    found: list[Mark] = []
    near: dict[tuple[int, int], list[Mark]] = {}  # of every square of the drawing, the marks in it and around it
    across, down = view.scale, view.scale * view.sheet.stretch
    left, top, height = view.left, view.top, view.drawn_height
    for dot in dots:
        over, under = point(dot.latitude, dot.longitude)
        x, y = (over - left) * across, (under - top) * down  # as `view.place` has it
        if not (0 <= x <= WIDTH and 0 <= y <= height):
            continue
        column, row = int(x // APART), int(y // APART)
        for mark_x, mark_y, together in near.get((column, row), ()):
            if (mark_x - x) * (mark_x - x) + (mark_y - y) * (mark_y - y) < APART * APART:
                together.append(dot)
                break
        else:
            mark = Mark(x, y, [dot])
            found.append(mark)
            for square in _around(column, row):
                near.setdefault(square, []).append(mark)
    return found


@lru_cache(maxsize=5_000)
def _around(column: int, row: int) -> list[tuple[int, int]]:
    return [(column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1)]


class Drawing(NamedTuple):
    """A map as SVG, and how many of the dots it shows."""

    svg: SafeString
    shown: int


@lru_cache(maxsize=32)  # the same dots, asked for again, make the same map
def drawing(dots: tuple[Dot, ...], view: View, *, label: str, area_url: str) -> Drawing:
    """`label` says in the reader's language what there is to see.

    `area_url` is the address of what lies close together, with the area put in for "AREA".
    """
    found = marks(dots, view)
    size = f"{WIDTH:.0f} {view.drawn_height:.0f}"
    land = f'<use class="land" href="{static(view.sheet.land)}#land" transform="{view.land_transform}"/>'
    url, together = escape(area_url), escape(_("close together"))
    body = "".join(_single(mark) if len(mark.dots) == 1 else _several(mark, url, together) for mark in found)
    svg = f'<svg class="map" viewBox="0 0 {size}" role="group" aria-label="{escape(label)}">{land}{body}</svg>'
    svg = mark_safe(svg)  # noqa: S308 - all that is not a number is escaped
    return Drawing(svg, sum(len(mark.dots) for mark in found))


def _single(mark: Mark) -> str:
    dot = mark.dots[0]
    # A line of next to no length has the width of its stroke, on a screen of any width: see map.css. (Of none at
    # all, square ones would be missing in print.)
    spot = f'<path d="M{mark.x:.1f} {mark.y:.1f}h.01"/>'
    return (
        f'<a href="{escape(dot.url)}" data-holds="{dot.key}" data-tone="{dot.tone}">'
        f"<title>{escape(dot.name)}</title>{spot}{spot}</a>"
    )


def _several(mark: Mark, url: str, together: str) -> str:
    count = len(mark.dots)
    names = "; ".join([dot.name for dot in mark.dots[:MOST_NAMES]]) + ("; …" if count > MOST_NAMES else "")
    south, north, west, east = mark.area
    spot = f'<path d="M{mark.x:.1f} {mark.y:.1f}h.01"/>'
    return (
        f'<a href="{url.replace("AREA", f"{south:.5f},{north:.5f},{west:.5f},{east:.5f}")}"'
        f' data-holds="{" ".join([str(dot.key) for dot in mark.dots])}" data-tone="several">'
        f"<title>{count} {together}: {escape(names)}</title>{spot}{spot}"
        f'<text x="{mark.x:.1f}" y="{mark.y:.1f}">{count}</text></a>'
    )
