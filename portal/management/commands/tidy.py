from typing import Any

from django.core.management.base import BaseCommand

from portal.files.storing import missing_files, remove_orphans
from portal.models import Draft


class Command(BaseCommand):
    """Meant to run once a day. Running it more often does no harm."""

    help = "Removes what is kept for a while only, drafts and what uploads left behind; names files that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        removed, _by_model = Draft.objects.stale().delete()
        self.stdout.write(f"{removed} drafts")
        for name in remove_orphans():
            self.stdout.write(f"Removed {name}, which no attachment refers to.")
        for attachment in missing_files():
            self.stderr.write(f"Attachment {attachment.pk} ({attachment}) has no file {attachment.file.name}.")
