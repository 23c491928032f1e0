"""What stands around every record, for its page. The tags of one page share one query."""

from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.template import RequestContext
from django.utils import timezone

from portal import access
from portal.addresses import address
from portal.records import around as records
from portal.records.versioned import VersionedModel

register = template.Library()


@register.filter
def page(record: VersionedModel, view: str) -> str:
    """The address of what every record has, such as its history."""
    return address(view, record.pk, within=(record.label,))


@register.filter
def place(record: VersionedModel) -> str:
    """What the ids on a page call a record: "partnerships-partnership-7"."""
    return f"{record.label.replace('.', '-')}-{record.pk}"


@register.inclusion_tag("components/around.html", takes_context=True)
def around(context: RequestContext, record: VersionedModel) -> dict[str, Any]:
    """Files, journal and contacts of a record, and what may be added."""
    sections = records.around(record, _user(context)).sections
    is_filled = {section.id: bool(section.lines or section.former) for section in sections}
    return {
        "record": record,
        "sections": [section for section in sections if is_filled[section.id]],
        "addable": [section for section in sections if section.add_url and not is_filled[section.id]],
    }


@register.inclusion_tag("components/follow.html", takes_context=True)
def follow_button(context: RequestContext, record: VersionedModel) -> dict[str, Any]:
    is_followed = records.around(record, _user(context)).is_followed
    # Masking another one would cost more than the rest of the button.
    return {
        "record": record,
        "is_followed": is_followed,
        "csrf_token": context.get("csrf_token") or get_token(context.request),
    }


@register.inclusion_tag("components/confirmation.html", takes_context=True)
def confirmation(context: RequestContext, record: Any) -> dict[str, Any]:
    """When a record was last confirmed and by whom, and the button that confirms it today."""
    return {
        "record": record,
        "confirmed_by": records.around(record, _user(context)).confirmed_by,
        "may_confirm": record.confirmed_on != timezone.localdate() and access.may_change(_user(context), record),
    }


def _user(context: RequestContext) -> Any:
    return context.request.user
