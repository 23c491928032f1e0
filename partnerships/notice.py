"""What giving notice on a day would come to, said before anybody sends the letter."""

from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext

from partnerships import terms
from partnerships.models import Agreement
from partnerships.terms import Term, TermKind
from portal.records.partial_date import day_text


def before_notice(agreement: Agreement) -> Term:
    """The terms of an agreement as if nobody had given notice of it."""
    return replace(agreement.term, notice_given_on=None, notice_withdrawn_on=None)


def is_possible(term: Term, day: date) -> bool:
    """Whether notice received on the day would bring the agreement to an end before it ends anyhow."""
    end = terms.effective_end(term, day)
    return end is None or terms.notice_takes_effect(term, day) < end


def missed_end(term: Term, day: date) -> date | None:
    """The end of the term that is running, if notice received on the day comes too late to stop its renewal."""
    end = terms.current_end(term, day)
    return end if end and term.kind == TermKind.AUTO_RENEWING and terms.notice_takes_effect(term, day) > end else None


def effect_sentence(term: Term, day: date) -> str:
    """What notice received on the day comes to, as one plain sentence."""
    end = terms.effective_end(term, day)
    if end and day > end:
        return gettext("The agreement ended on %(end)s; there is nothing to give notice of.") % {"end": day_text(end)}
    if not is_possible(term, day):
        return gettext("Notice on this day changes nothing: the agreement ends on %(end)s in any case.") % {
            "end": day_text(end or day)
        }
    words = {"end": day_text(terms.notice_takes_effect(term, day))}
    missed = missed_end(term, day)
    if missed is None:
        return gettext("In time: the agreement ends on %(end)s.") % words
    words |= {"missed": day_text(missed), "renewal": day_text(missed + timedelta(days=1))}
    return (
        gettext("Too late for %(missed)s: the agreement is renewed on %(renewal)s, and notice now ends it on %(end)s.")
        % words
    )
