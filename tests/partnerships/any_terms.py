"""Terms and days of all sorts, for the tests that hold the date rules to them."""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from partnerships.terms import Extended, NoticeBoundary, NoticeUnit, Term, TermKind

ONE_DAY = timedelta(days=1)

# Years with two leap days; the ends of months are as likely as all other days together.
ALL_DAYS = st.dates(date(2023, 1, 1), date(2030, 12, 31))
DAYS = ALL_DAYS | ALL_DAYS.map(lambda day: day.replace(day=1) - ONE_DAY)
NOTICE = {
    "notice_count": st.none() | st.integers(1, 24),
    "notice_unit": st.sampled_from(NoticeUnit),
    "notice_boundary": st.sampled_from(NoticeBoundary),
}
FACTS = {
    "starts_on": st.none() | DAYS,
    "notice_given_on": st.none() | DAYS,
    "notice_withdrawn_on": st.none() | DAYS,
    "terminated_on": st.none() | DAYS,
    "superseded_on": st.none() | DAYS,
}
EXTENSIONS = st.lists(
    st.builds(Extended, agreed_on=DAYS, ends_on=st.none() | DAYS), max_size=3, unique_by=lambda one: one.agreed_on
).map(tuple)
RENEWAL = {"ends_on": DAYS, "renewal_months": st.integers(1, 24), "renewal_limit": st.none() | st.integers(0, 3)}
AUTO_RENEWING = st.builds(Term, kind=st.just(TermKind.AUTO_RENEWING), **RENEWAL, **NOTICE)
FIXED = st.builds(Term, kind=st.just(TermKind.FIXED), ends_on=DAYS, extensions=EXTENSIONS, **NOTICE, **FACTS)
ALONE = (
    FIXED
    | st.builds(Term, kind=st.just(TermKind.AUTO_RENEWING), **RENEWAL, **NOTICE, **FACTS)
    | st.builds(Term, kind=st.just(TermKind.UNTIL_FURTHER_NOTICE), **NOTICE, **FACTS)
)
FOLLOWING = st.builds(
    Term, kind=st.just(TermKind.FIXED), follows=ALONE, follows_title=st.just("Contract"), **NOTICE, **FACTS
)
TERMS = ALONE | FOLLOWING


def examples(count: int) -> settings:
    """A share of the 10,000 examples that the date rules are held to."""
    return settings(max_examples=count)
