"""The signs that a partnership has gone quiet."""

from datetime import date

import pytest

from partnerships.quiet import months_between, quiet

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2026, 11, 22), 0),
        (date(2026, 10, 23), 0),
        (date(2026, 10, 22), 1),
        (date(2025, 11, 23), 11),
        (date(2025, 11, 22), 12),
        (date(2027, 1, 1), 0),
    ],
)
def test_only_whole_months_count(day: date, months: int) -> None:
    assert months_between(day, TODAY) == months


@pytest.mark.parametrize(
    ("day", "is_quiet"), [(None, True), (date(2025, 11, 22), True), (date(2025, 11, 23), False), (TODAY, False)]
)
def test_a_year_without_activity_is_quiet(day: date | None, is_quiet: bool) -> None:
    signs = quiet(last_active_on=day, open_actions=0, today=TODAY)
    assert signs.is_quiet == is_quiet
