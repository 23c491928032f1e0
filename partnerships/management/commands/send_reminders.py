from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from partnerships.reminding import due_by_user, tell
from portal.mailing import send_to_each


class Command(BaseCommand):
    """Run it by cron as often as you like: nobody is told twice, and a day that was missed is caught up with."""

    help = "Remind people of notice dates, expiries, reviews and anniversaries: one mail each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--day", type=date.fromisoformat, default=None, help="as if it were YYYY-MM-DD")
        parser.add_argument("--no-mail", action="store_false", dest="mail", help="show them in the portal only")

    def handle(self, *, day: date | None, mail: bool, **options: Any) -> None:
        today = day or timezone.localdate()
        due = due_by_user(today)
        told, failed = send_to_each(due, lambda user: tell(user, due[user], day=today, by_mail=mail))
        self.stdout.write(f"{told} reminded.")
        if failed:
            raise CommandError(f"{failed} could not be reminded.")
