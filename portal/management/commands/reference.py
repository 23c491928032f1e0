import json
from typing import Any

from babel import Locale
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from portal.models import Country, Topic


class Command(BaseCommand):
    """Countries and topics: what every installation needs before its first record."""

    help = "Add the countries of the world and the usual topics, or bring the names of the countries up to date."

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        reference = json.loads((settings.BASE_DIR / "fixtures" / "reference.json").read_text())
        danish, english = Locale("da").territories, Locale("en").territories
        countries = [
            Country(code=code, name_da=danish[code], name_en=english[code], continent=continent)
            for continent, codes in reference["countries"].items()
            for code in codes.split()
        ]
        Country.objects.bulk_create(
            countries,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name_da", "name_en", "continent"],
        )
        # Editors may rename topics: those that exist are left as they are.
        topics = [Topic(code=code, name_da=da, name_en=en) for code, (da, en) in reference["topics"].items()]
        Topic.objects.bulk_create(topics, ignore_conflicts=True)
        if options["verbosity"] > 0:
            self.stdout.write(f"{len(countries)} countries and {len(topics)} topics are in place.")
