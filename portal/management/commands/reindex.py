from typing import Any

from django.core.management.base import BaseCommand

from portal.search.index import drain, mark_all


class Command(BaseCommand):
    """Builds all documents of the search anew: after a restore, or when what search reads of records has changed."""

    help = "Build the search index anew. Search goes on meanwhile, without what is not gone through yet."

    def handle(self, **options: Any) -> None:
        mark_all()
        drain()
