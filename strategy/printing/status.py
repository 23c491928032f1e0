"""The annual status as data for `templates/print/status.typ`."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from networks.listings import STATUS_TONES
from networks.models import MembershipStatus
from portal.deadlines.registry import distance_in_words
from portal.printing.richtext import Block, rich_text
from portal.text.sanitise import plain_text
from strategy.listings import PROGRESS_TONES
from strategy.models import ActionItem, Decision
from strategy.status import AnnualStatus, Partner, Result

TONES = {"good": "success"}  # the paper names this one tone otherwise


def status_document(status: AnnualStatus) -> dict[str, Any]:
    """All that the page says, in the same order."""
    strategy = status.strategy
    day = min(status.today, date(status.year, 12, 31))
    return {
        "lang": get_language(),
        "dated": day.isoformat(),
        "date": date_format(day, "DATE_FORMAT"),
        "owner": str(status.owner),
        "theme": status.owner.theme,
        "title": _("Annual status %(year)s") % {"year": status.year},
        "subtitle": f"{strategy} {strategy.period}" if strategy else "",
        "labels": _labels(),
        "in_brief": rich_text("\n\n".join(status.in_brief)),
        "counts": [{"label": each.label, "count": each.count, "tone": _tone(each.tone)} for each in status.counts],
        "vision": _vision(status),
        "perspectives": [
            {
                "number": str(perspective.number),
                "name": perspective.name,
                "purpose": rich_text(perspective.purpose),
                "initiatives": [_result(result) for result in results],
            }
            for perspective, results in status.perspectives
        ],
        "networks": [
            {
                "name": str(membership.network),
                "status": membership.get_status_display(),
                "tone": _tone(STATUS_TONES.get(MembershipStatus(membership.status), "neutral")),
                "since": membership.joined_display(),
                "note": membership.role,
            }
            for membership in status.memberships
        ],
        "partners": [_partner(partner) for partner in status.partners],
        "actions": [_action(action, status.today) for action in status.actions],
        "decisions": [_decision(decision) for decision in status.decisions],
        "economy": rich_text(strategy.financing) if strategy else [],
    }


def _labels() -> dict[str, str]:
    return {
        "page_of": _("page {page} of {pages}"),
        "in_brief": _("In brief"),
        "vision": _("Vision and plan"),
        "perspectives": _("Results of each perspective"),
        "networks": _("Networks"),
        "partners": _("Partners and twin cities"),
        "actions": _("Open actions"),
        "decisions": _("Decisions of the year"),
        "economy": _("Economy"),
        "code": _("No."),
        "initiative": _("Initiative"),
        "lead": _("Responsible"),
        "status": _("Status"),
        "network": _("Network"),
        "since": _("Since"),
        "note": _("Role"),
        "partner": _("Partner"),
        "kind": _("Kind"),
        "agreement": _("Agreement"),
        "priority": _("Priority"),
        "action": _("Action"),
        "due": _("Due"),
        "decided": _("Decided"),
        "body": _("Body"),
        "case": _("Agenda item"),
        "outcome": _("Outcome"),
    }


def _vision(status: AnnualStatus) -> list[Block]:
    strategy, adopted_by = status.strategy, status.adopted_by
    not_covered = rich_text(escape(status.not_covered))
    if strategy is None:
        return not_covered
    named = f"{strategy} {strategy.period}"
    if adopted_by:
        day = date_format(adopted_by.decided_on, "DATE_FORMAT")
        named = f"{named}, {_('adopted by')} {adopted_by.item.body} {day}"
    plans = ", ".join(str(plan) for plan in status.action_plans)
    sentences = [named, f"{_('Action plans:')} {plans}"] if plans else [named]
    closing = "".join(f"<p>{escape(text)}</p>" for text in sentences)
    return [*not_covered, *rich_text(strategy.vision), *rich_text(closing)]


def _result(result: Result) -> dict[str, str]:
    initiative, update = result.initiative, result.update
    return {
        "code": initiative.code,
        "title": initiative.title,
        "lead": str(initiative.responsible or initiative.department or ""),
        "status": result.label,
        "tone": _tone(result.tone),
        "note": update.note if update else "",
        "note_date": date_format(update.made_on, "DATE_FORMAT") if update else "",
    }


def _partner(partner: Partner) -> dict[str, object]:
    partnership = partner.partnership
    activity = partnership.last_active_on
    return {
        "name": str(partnership.partner),
        "country": str(partnership.partner.country),
        "kind": partnership.get_kind_display(),
        "since": partnership.since_display(),
        "last_activity": f"{_('last activity')} {date_format(activity, 'DATE_FORMAT')}" if activity else "",
        "agreements": [{"name": str(paper), "sentence": sentence} for paper, sentence in partner.agreements],
        "priority": partnership.get_priority_display(),
    }


def _action(action: ActionItem, today: date) -> dict[str, str]:
    due = (
        f"{date_format(action.due_on, 'DATE_FORMAT')} ({distance_in_words(action.due_on, today)})"
        if action.due_on
        else ""
    )
    return {
        "title": action.title,
        "initiative": str(action.initiative or ""),
        "lead": str(action.responsible or action.department or ""),
        "due": due,
        "status": action.get_progress_display(),
        "tone": _tone(PROGRESS_TONES[action.progress]),
    }


def _decision(decision: Decision) -> dict[str, str]:
    return {
        "date": date_format(decision.decided_on, "DATE_FORMAT"),
        "body": str(decision.item.body),
        "title": str(decision.item),
        "outcome": decision.get_outcome_display(),
        "text": plain_text(decision.text),
    }


def _tone(tone: str) -> str:
    return TONES.get(tone, tone)
