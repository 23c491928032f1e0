"""The parts of a long form: fields that belong together."""

from typing import NamedTuple

from django.forms import BoundField


class FieldGroup(NamedTuple):
    """Fields under a heading. A group that folds shows its heading alone until somebody wants it."""

    legend: str  # "" for what stands after the groups
    fields: list[BoundField]
    folds: bool = False

    @property
    def is_in_use(self) -> bool:
        """Whether there is something to see: a mistake, or a value that a new record has not by itself."""
        return any(one.errors or one.field.has_changed(_value_of_new(one), one.value()) for one in self.fields)


def _value_of_new(bound: BoundField) -> object:
    initial = bound.field.initial
    return initial() if callable(initial) else initial
