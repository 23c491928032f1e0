"""The figure of a strategy's elements: where each stands. Pure geometry, in the units of the SVG's view box."""

from collections.abc import Iterable
from dataclasses import dataclass

from strategy.models import Initiative, Perspective

ROOF = 84  # height of the vision on top
STOREY = 40  # height of each element under it, and of the foundation


@dataclass(frozen=True, slots=True)
class Storey:
    """One perspective, and the codes of the initiatives in it."""

    top: int
    perspective: Perspective
    codes: str

    @property
    def baseline(self) -> int:
        return self.top + 22


@dataclass(frozen=True, slots=True)
class Figure:
    """A house: the vision is the roof, the perspectives the storeys, organisation and financing the foundation."""

    storeys: list[Storey]

    @property
    def ground(self) -> int:
        """Where the foundation begins."""
        return ROOF + STOREY * len(self.storeys)

    @property
    def height(self) -> int:
        return self.ground + STOREY


def figure(perspectives: Iterable[tuple[Perspective, Iterable[Initiative]]]) -> Figure:
    """The figure of perspectives, each with its initiatives."""
    return Figure(
        [
            Storey(ROOF + STOREY * place, perspective, " · ".join(initiative.code for initiative in initiatives))
            for place, (perspective, initiatives) in enumerate(perspectives)
        ]
    )
