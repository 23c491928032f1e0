"""Where an agreement stands on a day, as pages show it."""

from dataclasses import dataclass
from datetime import date

from partnerships import terms, terms_in_words
from partnerships.listings import state_badge
from partnerships.models import Agreement
from partnerships.notice import is_possible
from partnerships.terms import State, Term, TermKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that the rules answer about an agreement on a day. Of one that binds nobody yet there are no dates."""

    agreement: Agreement
    state: str
    tone: str
    sentence: str
    starts_on: date | None = None
    latest_notice_date: date | None = None
    current_end: date | None = None
    effective_end: date | None = None
    renewals: int = 0
    renewals_left: int | None = None
    acts: frozenset[str] = frozenset()  # of: notice, withdrawal, extension, renewal


def standing(agreement: Agreement, day: date) -> Standing:
    term = agreement.term
    state = terms.state(term, day)
    label, tone = state_badge(agreement.stage, state)
    if agreement.is_proposal:
        return Standing(agreement=agreement, state=label, tone=tone, sentence=agreement.sentence(day))
    return Standing(
        agreement=agreement,
        state=label,
        tone=tone,
        sentence=terms_in_words.sentence(term, day),
        starts_on=term.starts_on,
        latest_notice_date=terms.latest_notice_date(term, day),
        current_end=terms.current_end(term, day),
        effective_end=terms.effective_end(term, day),
        renewals=terms.renewals(term, day),
        renewals_left=terms.renewals_left(term, day),
        acts=_acts(term, state, day),
    )


def _acts(term: Term, state: State, day: date) -> frozenset[str]:
    """What can be done about a signed agreement that stands so."""
    acts = set()
    if state in (State.IN_FORCE, State.NOT_STARTED) and is_possible(term, day):
        acts.add("notice")
    if state == State.NOTICE_GIVEN:
        acts.add("withdrawal")
    if term.kind == TermKind.FIXED and not term.follows and not term.superseded_on:
        acts.add("extension")
    if not term.superseded_on:
        acts.add("renewal")
    return frozenset(acts)
