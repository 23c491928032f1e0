"""How quiet it has become around a partner: what the page says, and the list narrows by, is decided here."""

from dataclasses import dataclass
from datetime import date

from partnerships.terms import add_months

QUIET_AFTER = 12  # months without any activity


@dataclass(frozen=True, slots=True)
class Quiet:
    """The signs that somebody should ask whether a partnership is still alive."""

    months: int | None  # since the last activity; None if none is known
    open_actions: int

    @property
    def is_quiet(self) -> bool:
        return self.months is None or self.months >= QUIET_AFTER


def quiet(*, last_active_on: date | None, open_actions: int, today: date) -> Quiet:
    months = months_between(last_active_on, today) if last_active_on else None
    return Quiet(months, open_actions)


def quiet_from(today: date) -> date:
    """Whoever had the last activity on this day or earlier has become quiet by `today`."""
    return add_months(today, -QUIET_AFTER)


def months_between(day: date, later: date) -> int:
    """Whole months from one day to a later one."""
    months = (later.year - day.year) * 12 + later.month - day.month
    return max(0, months - (later.day < day.day))
