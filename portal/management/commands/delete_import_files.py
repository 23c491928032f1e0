from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.models import ImportRun


class Command(BaseCommand):
    """Files that were imported may hold personal data; what became of their rows is in the history."""

    help = "Delete the files of imports that are older than some days. What they did stays, and can still be undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=30)

    def handle(self, **options: Any) -> None:
        before = timezone.now() - timedelta(days=options["days"])
        runs = ImportRun.objects.filter(created_at__lt=before).exclude(file="")
        for run in runs.iterator():
            run.file.delete()
        if options["verbosity"] > 0:
            self.stdout.write("Files of old imports are deleted.")
