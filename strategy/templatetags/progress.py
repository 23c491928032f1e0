"""States and due days, as pages show them."""

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from networks.listings import STATUS_TONES
from networks.models import MembershipStatus
from strategy.listings import PROGRESS_TONES, due
from strategy.models import ActionItem, Progress

register = template.Library()


@register.filter
def progress_badge(progress: str) -> SafeString:
    return format_html(
        '<span class="badge" data-tone="{}">{}</span>', PROGRESS_TONES[progress], Progress(progress).label
    )


@register.filter
def due_day(action: ActionItem) -> str:
    """The day an action is due: a deadline while it is unfinished."""
    return due(action.due_on, action.progress, today=timezone.localdate())


@register.filter
def membership_badge(status: str) -> SafeString:
    return format_html(
        '<span class="badge" data-tone="{}">{}</span>',
        STATUS_TONES.get(MembershipStatus(status), "neutral"),
        MembershipStatus(status).label,
    )
