"""The terms of an agreement in the reader's language: what was agreed, and where that leads on a day."""

from datetime import date, timedelta

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from partnerships.terms import (
    NoticeBoundary,
    NoticeUnit,
    State,
    Term,
    TermKind,
    current_end,
    effective_end,
    known,
    latest_notice_date,
    notice_takes_effect,
    state,
)
from portal.records.partial_date import day_text


def sentence(term: Term, day: date) -> str:
    """What a reader most needs to know about the term on `day`: when it ends, or by when it must be terminated."""
    today = known(term, day)
    running = current_end(today, day)
    dates = {
        "start": today.starts_on,
        "given": today.notice_given_on,
        "deadline": latest_notice_date(today, day),
        "renewal": running + timedelta(days=1) if running else None,
        "end": effective_end(today, day),
        "replaced": today.superseded_on,
    }
    words = {name: day_text(known_day) for name, known_day in dates.items() if known_day}
    words |= {"period": _period(today), "notice": _notice_period(today), "other": term.follows_title}
    return (_MESSAGES.get(state(today, day)) or _message_in_force(term, today, day)) % words


_MESSAGES = {
    State.NOT_STARTED: _("Takes effect on %(start)s."),
    State.NOTICE_GIVEN: _("Notice was given on %(given)s; the agreement ends on %(end)s."),
    State.EXPIRED: _("Expired on %(end)s."),
    State.TERMINATED: _("Ended on %(end)s."),
    State.SUPERSEDED: _("Replaced by a new agreement on %(replaced)s."),
}


def _message_in_force(term: Term, today: Term, day: date) -> str:
    end = effective_end(today, day)
    if today.terminated_on and today.terminated_on == end:
        is_replaced = today.superseded_on and end == today.superseded_on - timedelta(days=1)
        return (
            gettext("Is replaced by a new agreement on %(replaced)s.") if is_replaced else gettext("Ends on %(end)s.")
        )
    if term.follows:
        if end:
            return gettext("Ends on %(end)s, together with “%(other)s”.")
        return gettext("Runs for as long as “%(other)s”, which has no end.")
    match today.kind:
        case TermKind.UNTIL_FURTHER_NOTICE if today.notice_count:
            return gettext("Runs until further notice; can be terminated with %(notice)s.")
        case TermKind.UNTIL_FURTHER_NOTICE:
            return gettext("Runs until further notice.")
        case TermKind.FIXED if today.notice_count:
            return gettext("Expires on %(end)s; can be terminated before then with %(notice)s.")
    if latest_notice_date(today, day) is None:
        return gettext("Expires on %(end)s.")
    if notice_takes_effect(today, day) == current_end(today, day):
        return gettext("Must be terminated by %(deadline)s, otherwise it is renewed for %(period)s.")
    return gettext(
        "Is renewed for %(period)s from %(renewal)s; must be terminated by %(deadline)s to stop the next one."
    )


def rule(term: Term, *, start: str = "") -> str:
    """What was agreed, as one sentence that holds on any day; `sentence` says where that leads on one.

    `start` is the beginning in words, where less is known of it than the day: "2003".
    """
    dates = {"start": term.starts_on, "end": term.ends_on}
    words = {name: day_text(day) for name, day in dates.items() if day} | ({"start": start} if start else {})
    words |= {"period": _period(term), "notice": _notice_period(term), "other": term.follows_title}
    limit = term.renewal_limit
    match term.kind:
        case TermKind.UNTIL_FURTHER_NOTICE if term.starts_on:
            text = gettext("From %(start)s until further notice")
        case TermKind.UNTIL_FURTHER_NOTICE:
            text = gettext("Until further notice")
        case TermKind.FIXED if term.follows:
            text = gettext("Ends together with “%(other)s”")
        case TermKind.AUTO_RENEWING if limit == 0:
            text = gettext("Until %(end)s")
        case TermKind.FIXED:
            text = gettext("From %(start)s to %(end)s") if term.starts_on else gettext("Until %(end)s")
        case _ if limit is None:
            text = gettext("Until %(end)s, and then renewed for %(period)s at a time")
        case _:
            words["times"] = ngettext("%(count)d time", "%(count)d times", limit) % {"count": limit}
            text = gettext("Until %(end)s, and then renewed for %(period)s at a time, at most %(times)s")
    if term.notice_count:
        text = gettext("%(text)s; %(notice)s") % {"text": text, "notice": "%(notice)s"}
    return f"{text % words}."


_NOTICE_TO = {
    NoticeBoundary.MONTH: _("%(notice)s to the end of a month"),
    NoticeBoundary.QUARTER: _("%(notice)s to the end of a quarter"),
    NoticeBoundary.HALF_YEAR: _("%(notice)s to the end of a half-year"),
    NoticeBoundary.YEAR: _("%(notice)s to the end of a year"),
}


def _notice_period(term: Term) -> str:
    """The agreed notice, such as "6 months' notice to the end of a quarter"; empty if none is agreed."""
    count = term.notice_count
    if not count:
        return ""
    if term.notice_unit == NoticeUnit.DAYS:
        notice = ngettext("%(count)d day's notice", "%(count)d days' notice", count) % {"count": count}
    elif count % 12:
        notice = ngettext("%(count)d month's notice", "%(count)d months' notice", count) % {"count": count}
    else:
        notice = ngettext("%(count)d year's notice", "%(count)d years' notice", count // 12) % {"count": count // 12}
    return _NOTICE_TO.get(term.notice_boundary, "%(notice)s") % {"notice": notice}


def _period(term: Term) -> str:
    """The length of a renewal; whole years are said in years."""
    months = term.renewal_months or 0
    if months % 12:
        return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    return ngettext("%(count)d year", "%(count)d years", months // 12) % {"count": months // 12}
