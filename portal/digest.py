"""The mail of the day to whoever follows records."""

from datetime import date, datetime

from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from portal.mailing import mail, site_address
from portal.models import Digest, User
from portal.records.following import News, news


@transaction.atomic
def send_digest(user: User, *, day: date) -> bool:
    """Send the user what is new since the last mail, once a day at most; answers whether anything was sent.

    The user's row is held until the mail is out and its `Digest` stands: of two that run at a time, one passes by.
    """
    recipients = User.objects.select_for_update(skip_locked=True).filter(is_active=True, wants_digest=True)
    if not recipients.filter(pk=user.pk).first() or Digest.objects.filter(user=user, day=day).exists():
        return False
    until = settled()
    last = Digest.objects.filter(user=user).order_by("-until").first()
    with translation.override(user.language):
        found = news(user, since=last.until if last else None, until=until)
        if not found:
            return False
        Digest.objects.create(user=user, day=day, until=until)
        _message(user, found).send()
    return True


def settled() -> datetime:
    """The moment before which all changes have been written: those of a transaction under way carry its beginning."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(now(), min(xact_start)) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def _message(user: User, found: list[News]) -> EmailMultiAlternatives:
    account = f"{site_address()}{reverse('account')}"
    subject = ngettext("News of %(count)d record you follow", "News of %(count)d records you follow", len(found))
    return mail(
        user,
        subject % {"count": len(found)},
        template="portal/digest",
        context={"news": found, "account": account},
        headers={"List-Unsubscribe": f"<{account}>"},
    )
