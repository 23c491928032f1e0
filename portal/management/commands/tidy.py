from typing import Any

from django.core.management.base import BaseCommand

from portal.models import Draft


class Command(BaseCommand):
    """Meant to run once a day. Running it more often does no harm."""

    help = "Removes what is only kept for a while: drafts that nobody has touched for seven days."

    def handle(self, *args: Any, **options: Any) -> None:
        removed, _by_model = Draft.objects.stale().delete()
        self.stdout.write(f"{removed} drafts")
