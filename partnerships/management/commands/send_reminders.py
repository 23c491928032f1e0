import logging
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from partnerships.reminding import due_by_user, tell

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Run it by cron as often as you like: nobody is told twice, and a day that was missed is caught up with."""

    help = "Remind people of notice dates, expiries, reviews and anniversaries: one mail each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--day", type=date.fromisoformat, default=None, help="as if it were YYYY-MM-DD")
        parser.add_argument("--no-mail", action="store_false", dest="mail", help="show them in the portal only")

    def handle(self, *, day: date | None, mail: bool, **options: Any) -> None:
        day, told, failed = day or timezone.localdate(), 0, 0
        for user, matters in due_by_user(day).items():
            try:
                told += tell(user, matters, day=day, by_mail=mail)
            except OSError:  # the mail server; the next run tries again, and the others get theirs
                failed += 1
                logger.exception("No reminders could be sent to user %s.", user.pk)
        self.stdout.write(f"{told} reminded.")
        if failed:
            raise CommandError(f"{failed} could not be reminded.")
