"""One rule in two places: what the database answers about an agreement on a day is what `terms` answers."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from partnerships import terms
from partnerships.models import Agreement, Extension, Partnership, Stage
from partnerships.terms import Term
from partnerships.terms_sql import OnDay
from tests.factories import AgreementFactory, PartnershipFactory
from tests.partnerships.any_terms import ALONE, DAYS, TERMS

RULES = [terms.state, terms.effective_end, terms.current_end, terms.latest_notice_date, terms.renewals]
ANSWERS = {rule.__name__: rule for rule in RULES}


def in_order(term: Term) -> Term:
    """The nearest terms that the constraints let into the database."""
    given, withdrawn = term.notice_given_on, term.notice_withdrawn_on
    if term.starts_on and term.ends_on and term.starts_on > term.ends_on:
        term = replace(term, starts_on=None)
    if given and withdrawn and given > withdrawn:
        term = replace(term, notice_withdrawn_on=None)
    return replace(term, follows=in_order(term.follows)) if term.follows else term


def store(every: list[Term], partnership: Partnership) -> list[Agreement]:
    """Agreements of these terms, with their extensions, their successors and those that they follow."""
    followed = iter(store([term.follows for term in every if term.follows], partnership) if every else [])
    agreements = Agreement.objects.bulk_create(
        Agreement(
            partnership=partnership, title="Contract", kind="cooperation", term_kind=term.kind,
            starts=term.starts_on.isoformat() if term.starts_on else "", ends_on=term.ends_on,
            renewal_months=term.renewal_months, renewal_limit=term.renewal_limit, notice_count=term.notice_count,
            notice_unit=term.notice_unit, notice_boundary=term.notice_boundary, notice_given_on=term.notice_given_on,
            notice_withdrawn_on=term.notice_withdrawn_on, terminated_on=term.terminated_on,
            follows=next(followed) if term.follows else None,
        )
        for term in every
    )  # fmt: skip
    Extension.objects.bulk_create(
        Extension(agreement=agreement, agreed_on=extension.agreed_on, ends_on=extension.ends_on)
        for term, agreement in zip(every, agreements, strict=True)
        for extension in term.extensions
    )
    Agreement.objects.bulk_create(
        Agreement(
            partnership=partnership, title="Successor", kind="cooperation", term_kind="open",
            starts=term.superseded_on.isoformat(), renews=agreement,
        )
        for term, agreement in zip(every, agreements, strict=True)
        if term.superseded_on
    )  # fmt: skip
    return agreements


class AskedOfBoth(TestCase):
    """Each example is a list of agreements, asked about in one query a day, and rolled back."""

    @settings(max_examples=30)
    @given(
        every=st.lists(TERMS.map(in_order), min_size=20, max_size=60),
        days=st.lists(DAYS, min_size=3, max_size=3),
    )
    def test_the_database_and_the_rules_say_the_same(self, every: list[Term], days: list[date]) -> None:
        agreements = store(every, PartnershipFactory())
        for day in days:
            rows = Agreement.objects.annotate(**{f"on_{name}": OnDay(name, day) for name in ANSWERS})
            asked = rows.in_bulk([agreement.pk for agreement in agreements])
            for term, agreement in zip(every, agreements, strict=True):
                told = {name: getattr(asked[agreement.pk], f"on_{name}") for name in ANSWERS}
                assert told == {name: rule(term, day) for name, rule in ANSWERS.items()}, (term, day)

    @settings(max_examples=10)
    @given(every=st.lists(ALONE.map(in_order), min_size=10, max_size=30))
    def test_a_record_has_the_terms_it_was_stored_with(self, every: list[Term]) -> None:
        agreements = store(every, PartnershipFactory())
        stored = Agreement.objects.with_terms().in_bulk([agreement.pk for agreement in agreements])
        for term, agreement in zip(every, agreements, strict=True):
            by_day = tuple(sorted(term.extensions, key=lambda extension: extension.agreed_on))
            assert stored[agreement.pk].term == replace(term, extensions=by_day)


def test_what_is_not_signed_has_its_stage_for_a_state(db: None) -> None:
    agreement = AgreementFactory(stage=Stage.PROPOSED)
    day = date(2027, 1, 1)
    row = Agreement.objects.annotate(now=OnDay("state", day), end=OnDay("effective_end", day)).get(pk=agreement.pk)
    assert (row.now, row.end) == ("proposed", None)
