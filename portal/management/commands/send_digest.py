import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.digest import send_digest
from portal.models import User

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Run it by cron as often as you like: nobody gets more than one mail a day, and none on a day without news."""

    help = "Mail everybody who follows records what has changed since the last mail."

    def handle(self, **options: Any) -> None:
        day, sent, failed = timezone.localdate(), 0, 0
        for user in User.objects.filter(is_active=True, wants_digest=True, follows__isnull=False).distinct():
            try:
                sent += send_digest(user, day=day)
            except OSError:  # the mail server; the next run tries again, and the others get theirs
                failed += 1
                logger.exception("No digest could be sent to user %s.", user.pk)
        self.stdout.write(f"{sent} sent.")
        if failed:
            raise CommandError(f"{failed} could not be sent.")
