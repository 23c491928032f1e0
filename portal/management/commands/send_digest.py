from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.digest import send_digest
from portal.mailing import send_to_each
from portal.models import User


class Command(BaseCommand):
    """Run it by cron as often as you like: nobody gets more than one mail a day, and none on a day without news."""

    help = "Mail everybody who follows records what has changed since the last mail."

    def handle(self, **options: Any) -> None:
        day = timezone.localdate()
        users = User.objects.filter(is_active=True, wants_digest=True, follows__isnull=False).distinct()
        sent, failed = send_to_each(users, lambda user: send_digest(user, day=day))
        self.stdout.write(f"{sent} sent.")
        if failed:
            raise CommandError(f"{failed} could not be sent.")
