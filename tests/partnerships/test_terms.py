from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from partnerships import terms
from partnerships.terms import Extended, NoticeBoundary, NoticeUnit, State, Term, TermKind
from tests.partnerships import oracle
from tests.partnerships.any_terms import ALONE, AUTO_RENEWING, DAYS, FIXED, FOLLOWING, ONE_DAY, TERMS, examples

# Against the oracle


@examples(1000)
@given(day=DAYS, months=st.integers(-36, 36))
def test_months_are_added_as_the_calendar_has_them(day, months):
    assert terms.add_months(day, months) == oracle.months_later(day, months)


@examples(1000)
@given(end=DAYS, months=st.integers(-36, 36))
def test_an_end_is_moved_as_far_as_the_same_months_lead_back(end, months):
    assert terms.move_end(end, months) == oracle.moved_end(end, months)


@examples(500)
@given(day=DAYS, boundary=st.sampled_from(NoticeBoundary))
def test_a_period_ends_on_the_first_end_from_the_day_on(day, boundary):
    assert terms.end_of_period(day, boundary) == oracle.first_end_of(boundary, day)


@examples(3500)
@given(term=TERMS, day=DAYS)
def test_an_agreement_goes_as_if_lived_day_by_day(term, day):
    assert oracle.story(term, day) == oracle.Story(
        state=terms.state(term, day),
        renewals=terms.renewals(term, day),
        current_end=terms.current_end(term, day),
        effective_end=terms.effective_end(term, day),
    )


@examples(1500)
@given(term=TERMS, given_on=DAYS)
def test_notice_takes_effect_when_waited_for(term, given_on):
    assert terms.notice_takes_effect(term, given_on) == oracle.notice_takes_effect(term, given_on)


@examples(1500)
@given(term=AUTO_RENEWING | TERMS, day=DAYS)
def test_the_latest_notice_date_is_the_last_day_to_which_notice_can_be_put_off(term, day):
    assert terms.latest_notice_date(term, day) == oracle.latest_notice_date(term, day)


# Properties


@examples(500)
@given(term=AUTO_RENEWING, day=DAYS)
def test_notice_a_day_after_the_latest_date_comes_too_late(term, day):
    latest = terms.latest_notice_date(term, day)
    assume(latest is not None)
    assert latest >= day
    in_time = terms.notice_takes_effect(term, latest)
    assert in_time == terms.notice_takes_effect(term, day)
    assert in_time < terms.notice_takes_effect(term, latest + ONE_DAY)
    assert terms.state(replace(term, notice_given_on=latest), in_time) == State.NOTICE_GIVEN
    assert terms.state(replace(term, notice_given_on=latest), in_time + ONE_DAY) == State.TERMINATED


@examples(500)
@given(term=ALONE, day=DAYS, given_on=DAYS, days=st.integers(0, 400))
def test_a_notice_withdrawn_in_time_was_never_given_and_one_too_late_counts(term, day, given_on, days):
    withdrawn_on = given_on + days * ONE_DAY
    assume(day >= withdrawn_on)
    term = replace(term, extensions=(), notice_given_on=None, notice_withdrawn_on=None)
    noticed = replace(term, notice_given_on=given_on)
    withdrawn = replace(noticed, notice_withdrawn_on=withdrawn_on)
    is_in_time = withdrawn_on <= terms.notice_takes_effect(term, given_on)
    assert terms.state(withdrawn, day) == terms.state(term if is_in_time else noticed, day)
    assert terms.effective_end(withdrawn, day) == terms.effective_end(term if is_in_time else noticed, day)


@examples(500)
@given(term=FIXED, end=st.none() | DAYS, day=DAYS, days=st.integers(1, 400))
def test_what_is_agreed_later_does_not_change_what_was(term, end, day, days):
    extension = Extended(agreed_on=day + days * ONE_DAY, ends_on=end)
    later = replace(term, extensions=(*term.extensions, extension))
    assert terms.state(later, day) == terms.state(term, day)
    assert terms.effective_end(later, day) == terms.effective_end(term, day)


@examples(500)
@given(term=FOLLOWING, day=DAYS)
def test_an_agreement_that_follows_never_outlives_the_other(term, day):
    other = terms.effective_end(term.follows, day)
    end = terms.effective_end(term, day)
    assert other is None or end <= other


@examples(500)
@given(term=AUTO_RENEWING, day=DAYS)
def test_renewals_made_and_left_add_up_to_the_limit(term, day):
    left = terms.renewals_left(term, day)
    assert (left is None) == (term.renewal_limit is None)
    assert left is None or left + terms.renewals(term, day) == term.renewal_limit


# The calendar


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 31), 2, date(2027, 3, 31)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2000, 2, 29), 1200, date(2100, 2, 28)),
        (date(2027, 7, 31), -15, date(2026, 4, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 1, 31), -1, date(2026, 12, 31)),
    ],
)
def test_months_clamp_at_month_ends(day, months, expected):
    assert terms.add_months(day, months) == expected


@pytest.mark.parametrize(
    ("boundary", "expected"),
    [
        (NoticeBoundary.DAY, date(2028, 2, 10)),
        (NoticeBoundary.MONTH, date(2028, 2, 29)),
        (NoticeBoundary.QUARTER, date(2028, 3, 31)),
        (NoticeBoundary.HALF_YEAR, date(2028, 6, 30)),
        (NoticeBoundary.YEAR, date(2028, 12, 31)),
    ],
)
def test_the_end_of_a_period(boundary, expected):
    assert terms.end_of_period(date(2028, 2, 10), boundary) == expected
    assert terms.end_of_period(expected, boundary) == expected


# The three documents


def test_gyor_runs_until_further_notice_with_six_months():
    gyor = Term(kind=TermKind.UNTIL_FURTHER_NOTICE, starts_on=date(2011, 1, 1), notice_count=6)
    assert terms.state(gyor, date(2012, 9, 1)) == State.IN_FORCE
    assert terms.effective_end(gyor, date(2012, 9, 1)) is None
    assert terms.latest_notice_date(gyor, date(2012, 9, 1)) is None
    assert terms.notice_takes_effect(gyor, date(2012, 8, 31)) == date(2013, 2, 28)


def test_leningrad_oblast_ends_with_2013():
    leningrad = Term(kind=TermKind.FIXED, ends_on=date(2013, 12, 31))
    assert terms.state(leningrad, date(2013, 12, 31)) == State.IN_FORCE
    assert terms.state(leningrad, date(2014, 1, 1)) == State.EXPIRED
    assert terms.current_end(leningrad, date(2012, 9, 1)) == date(2013, 12, 31)
    assert terms.latest_notice_date(leningrad, date(2012, 9, 1)) is None


def test_the_shanghai_memorandum_is_ten_years_old_in_2013():
    assert terms.add_months(date(2003, 10, 1), 12 * 10) == date(2013, 10, 1)


# Rules by example

TWO_YEARS_AT_A_TIME = Term(
    kind=TermKind.AUTO_RENEWING,
    starts_on=date(2024, 1, 1),
    ends_on=date(2025, 12, 31),
    renewal_months=24,
    notice_count=6,
)


@pytest.mark.parametrize(
    ("end", "count", "unit", "expected"),
    [
        (date(2027, 12, 31), 6, NoticeUnit.MONTHS, date(2027, 6, 30)),
        (date(2027, 7, 31), 15, NoticeUnit.MONTHS, date(2026, 4, 30)),
        (date(2027, 3, 31), 1, NoticeUnit.MONTHS, date(2027, 2, 28)),
        (date(2027, 2, 28), 1, NoticeUnit.MONTHS, date(2027, 1, 31)),
        (date(2028, 2, 28), 1, NoticeUnit.MONTHS, date(2028, 1, 28)),
        (date(2027, 3, 30), 1, NoticeUnit.MONTHS, date(2027, 2, 28)),
        (date(2028, 3, 1), 30, NoticeUnit.DAYS, date(2028, 1, 31)),
        (date(2027, 12, 31), None, NoticeUnit.MONTHS, date(2027, 12, 31)),
    ],
)
def test_the_latest_notice_date_by_example(end, count, unit, expected):
    term = Term(kind=TermKind.AUTO_RENEWING, ends_on=end, renewal_months=12, notice_count=count, notice_unit=unit)
    assert terms.latest_notice_date(term, date(2026, 4, 1)) == expected


def test_once_the_date_has_passed_it_is_that_of_the_following_term():
    assert terms.latest_notice_date(TWO_YEARS_AT_A_TIME, date(2025, 6, 30)) == date(2025, 6, 30)
    assert terms.latest_notice_date(TWO_YEARS_AT_A_TIME, date(2025, 7, 1)) == date(2027, 6, 30)


def test_notice_longer_than_a_renewal_looks_past_the_renewals_that_cannot_be_stopped():
    term = Term(kind=TermKind.AUTO_RENEWING, ends_on=date(2026, 12, 31), renewal_months=3, notice_count=12)
    assert terms.latest_notice_date(term, date(2026, 10, 1)) == date(2026, 12, 31)
    assert terms.notice_takes_effect(term, date(2026, 12, 31)) == date(2027, 12, 31)


def test_notice_to_the_end_of_a_quarter_must_run_out_by_a_quarter_within_the_term():
    term = replace(TWO_YEARS_AT_A_TIME, ends_on=date(2026, 5, 15), notice_boundary=NoticeBoundary.QUARTER)
    assert terms.latest_notice_date(term, date(2025, 7, 1)) == date(2025, 9, 30)


@pytest.mark.parametrize(
    ("boundary", "expected"),
    [
        (NoticeBoundary.DAY, date(2026, 8, 10)),
        (NoticeBoundary.MONTH, date(2026, 8, 31)),
        (NoticeBoundary.QUARTER, date(2026, 9, 30)),
        (NoticeBoundary.HALF_YEAR, date(2026, 12, 31)),
        (NoticeBoundary.YEAR, date(2026, 12, 31)),
    ],
)
def test_notice_until_further_notice_runs_to_the_end_of_the_agreed_period(boundary, expected):
    term = Term(kind=TermKind.UNTIL_FURTHER_NOTICE, notice_count=6, notice_boundary=boundary)
    assert terms.notice_takes_effect(term, date(2026, 2, 10)) == expected


def test_notice_given_too_late_takes_effect_one_term_later():
    term = replace(TWO_YEARS_AT_A_TIME, notice_given_on=date(2025, 7, 1))
    assert terms.effective_end(term, date(2025, 6, 30)) is None
    assert terms.effective_end(term, date(2025, 7, 1)) == date(2027, 12, 31)
    assert terms.current_end(term, date(2025, 7, 1)) == date(2025, 12, 31)
    assert terms.renewals(term, date(2030, 1, 1)) == 1
    assert terms.state(term, date(2028, 1, 1)) == State.TERMINATED


def test_notice_never_prolongs_a_fixed_term():
    term = Term(kind=TermKind.FIXED, ends_on=date(2026, 12, 31), notice_count=3)
    assert terms.notice_takes_effect(term, date(2026, 3, 15)) == date(2026, 6, 15)
    assert terms.notice_takes_effect(term, date(2026, 11, 1)) == date(2026, 12, 31)
    assert terms.notice_takes_effect(replace(term, notice_count=None), date(2026, 3, 15)) == date(2026, 12, 31)


def test_renewals_do_not_drift_away_from_the_end_of_the_month():
    term = Term(kind=TermKind.AUTO_RENEWING, ends_on=date(2027, 1, 31), renewal_months=1)
    days = [date(2027, 2, 1), date(2027, 3, 1), date(2027, 4, 1)]
    assert [terms.current_end(term, day) for day in days] == [date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]
    assert [terms.renewals(term, day) for day in days] == [1, 2, 3]


def test_an_agreement_expires_after_its_last_renewal():
    term = replace(TWO_YEARS_AT_A_TIME, renewal_limit=1)
    assert terms.latest_notice_date(term, date(2025, 6, 30)) == date(2025, 6, 30)
    assert terms.latest_notice_date(term, date(2025, 7, 1)) is None
    assert terms.effective_end(term, date(2025, 7, 1)) == date(2027, 12, 31)
    assert terms.state(term, date(2028, 1, 1)) == State.EXPIRED
    assert terms.renewals(term, date(2040, 1, 1)) == 1


def test_both_sides_can_end_an_agreement_at_any_time():
    term = replace(TWO_YEARS_AT_A_TIME, terminated_on=date(2026, 5, 5))
    assert terms.current_end(term, date(2026, 1, 1)) == date(2026, 5, 5)
    assert terms.latest_notice_date(term, date(2026, 1, 1)) is None
    assert terms.state(term, date(2026, 5, 5)) == State.IN_FORCE
    assert terms.state(term, date(2026, 5, 6)) == State.TERMINATED


def test_an_agreement_whose_start_is_unknown_has_started():
    term = Term(kind=TermKind.UNTIL_FURTHER_NOTICE)
    assert terms.state(term, date.min) == State.IN_FORCE
    assert terms.state(replace(term, starts_on=date(2026, 1, 1)), date(2025, 12, 31)) == State.NOT_STARTED


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": TermKind.FIXED},
        {"kind": TermKind.AUTO_RENEWING, "renewal_months": 12},
        {"kind": TermKind.AUTO_RENEWING, "ends_on": date(2026, 12, 31)},
    ],
)
def test_a_term_without_what_its_kind_needs_is_refused(facts):
    with pytest.raises(ValueError, match="agreement"):
        Term(**facts)


# What happens to an agreement along the way


OPEN = Term(kind=TermKind.UNTIL_FURTHER_NOTICE, notice_count=6, notice_given_on=date(2027, 1, 15))


@pytest.mark.parametrize(
    ("withdrawn_on", "state"),
    [
        (date(2027, 7, 14), State.IN_FORCE),
        (date(2027, 7, 15), State.IN_FORCE),  # the last day in force
        (date(2027, 7, 16), State.TERMINATED),
    ],
)
def test_a_notice_can_be_withdrawn_until_it_takes_effect(withdrawn_on, state):
    withdrawn = replace(OPEN, notice_withdrawn_on=withdrawn_on)
    assert terms.state(withdrawn, date(2027, 7, 20)) == state
    assert terms.state(withdrawn, date(2027, 3, 1)) == State.NOTICE_GIVEN  # as it stood then


def test_an_agreement_that_follows_a_contract_ends_when_that_is_extended_to():
    contract = Term(
        kind=TermKind.FIXED,
        ends_on=date(2012, 12, 31),
        extensions=(Extended(agreed_on=date(2012, 6, 1), ends_on=date(2013, 12, 31)),),
    )
    agreement = Term(kind=TermKind.FIXED, follows=contract, follows_title="Resultatkontrakt")
    assert terms.effective_end(agreement, date(2012, 5, 31)) == date(2012, 12, 31)
    assert terms.effective_end(agreement, date(2012, 6, 1)) == date(2013, 12, 31)


def test_an_extension_without_an_end_makes_it_run_until_further_notice():
    term = Term(
        kind=TermKind.FIXED,
        ends_on=date(2011, 12, 31),
        notice_count=6,
        extensions=(Extended(agreed_on=date(2011, 5, 1)),),
    )
    assert terms.effective_end(term, date(2011, 4, 30)) == date(2011, 12, 31)
    assert terms.effective_end(term, date(2011, 5, 1)) is None
    assert terms.notice_takes_effect(term, date(2012, 10, 1)) == date(2013, 4, 1)


def test_an_agreement_is_replaced_on_the_day_its_successor_takes_effect():
    term = replace(OPEN, notice_given_on=None, superseded_on=date(2013, 10, 1))
    assert terms.state(term, date(2013, 9, 30)) == State.IN_FORCE
    assert terms.state(term, date(2013, 10, 1)) == State.SUPERSEDED
