"""Mail that the portal writes by itself, when cron says so."""

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from portal.models import User

logger = logging.getLogger(__name__)


def site_address() -> str:
    """What the path of a page is put behind, to make an address that works in a mail."""
    return settings.SITE_URL.rstrip("/")


def mail(
    user: User, subject: str, *, template: str, context: Mapping[str, Any], headers: Mapping[str, str] = {}
) -> EmailMultiAlternatives:
    """A mail as text and as HTML, of `<template>.txt` and `<template>.html`, which also get `user` and `site`."""
    whole = {"user": user, "site": site_address(), **context}
    message = EmailMultiAlternatives(
        " ".join(subject.split()),  # a title may hold a line break, a header may not
        render_to_string(f"{template}.txt", whole),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated", **headers},
    )
    message.attach_alternative(render_to_string(f"{template}.html", whole), "text/html")
    return message


def send_to_each(users: Iterable[User], send: Callable[[User], bool]) -> tuple[int, int]:
    """How many there was something to send to, and how many the mail server failed; the next run tries those again."""
    sent = failed = 0
    for user in users:
        try:
            sent += send(user)
        except OSError:  # the others get theirs
            failed += 1
            logger.exception("No mail could be sent to user %s.", user.pk)
    return sent, failed
