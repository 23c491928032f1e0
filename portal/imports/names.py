"""Which records people mean by a name, in any spelling: folded by the database, as search folds it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from portal.models import Organisation

# Where a record of some kind keeps what it is called.
NAME_FIELDS = ("name", "local_name", "short_name", "title", "code", "name_da", "name_en", "email")
# Countries by the names that English registers and everyday Danish use, besides those of the CLDR and the codes.
COUNTRY_NAMES = {
    "BA": ["Bosnia and Herzegovina", "Bosnien"],
    "CD": ["DR Congo"],
    "CN": ["People's Republic of China", "PRC", "Folkerepublikken Kina"],
    "CZ": ["Czech Republic", "Den Tjekkiske Republik"],
    "GB": ["UK", "Great Britain", "Storbritannien", "England", "Scotland", "Skotland", "Wales"],
    "HK": ["Hong Kong"],
    "IE": ["Republic of Ireland"],
    "KR": ["Korea", "Republic of Korea"],
    "MD": ["Republic of Moldova"],
    "MK": ["Macedonia", "Makedonien"],
    "MM": ["Burma"],
    "NL": ["Holland", "The Netherlands"],
    "PS": ["Palestine", "Palæstina", "State of Palestine"],
    "RU": ["Russian Federation"],
    "TR": ["Turkey"],
    "TW": ["Republic of China"],
    "US": ["USA", "United States of America", "De Forenede Stater", "Amerikas Forenede Stater"],
}


def fold(texts: Iterable[str]) -> dict[str, str]:
    """Each text as search sees it."""
    found: dict[str, str] = {}
    for some in batched(dict.fromkeys(texts), 10_000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT t, portal_fold(t) FROM unnest(%s::text[]) AS t", [list(some)])
            found.update(cursor.fetchall())
    return found


class NameBook:
    """The records of one kind by all that they are called."""

    def __init__(self, records: QuerySet[Any]) -> None:
        self.keys: defaultdict[str, set[Any]] = defaultdict(set)
        for some in batched(_named(records), 10_000):
            folded = fold(name for name, _key in some)
            for name, key in some:
                self.keys[folded[name]].add(key)
        self.keys.pop("", None)  # what is called by signs alone

    def called(self, folded: str) -> tuple[Any, ...]:
        """The primary keys of the records that a folded name means."""
        return tuple(sorted(self.keys.get(folded, ())))


def names_of(record: Any) -> set[str]:
    """All that a record is called. One that is called by another's name, as a partnership, has all names of that."""
    names = {str(record)}
    for field in NAME_FIELDS:
        names.add(getattr(record, field, ""))
    names.update(getattr(record, "other_names", "").splitlines())
    names.update(COUNTRY_NAMES.get(getattr(record, "code", ""), []) if record._meta.model_name == "country" else [])
    if starts_at := getattr(record, "starts_at", None):  # a meeting is known by its hour
        local = timezone.localtime(starts_at)
        names |= {date_format(local, "DATETIME_FORMAT"), f"{local:%Y-%m-%d %H:%M}"}
    for relation in getattr(record, "name_needs", ()):
        other = getattr(record, relation)
        if str(other) == str(record):
            names |= names_of(other)
    return names - {""}


def _named(records: QuerySet[Any]) -> Iterator[tuple[str, Any]]:
    if records.model is Organisation:  # of which there are many
        yield from _organisations(records)
        return
    for record in with_what_names_need(records).iterator(chunk_size=2000):
        for name in names_of(record):
            yield name, record.pk


def _organisations(records: QuerySet[Any]) -> Iterator[tuple[str, int]]:
    """Their names, and those with a country after them by which the forms' suggestions tell namesakes apart."""
    fields = ["pk", "name", "local_name", "other_names", "country__name_da", "country__name_en"]
    for key, name, local_name, other_names, *countries in records.order_by().values_list(*fields).iterator():
        for text in {name, local_name, *other_names.splitlines(), *(f"{name} ({country})" for country in countries)}:
            yield text, key


def with_what_names_need(records: QuerySet[Any]) -> QuerySet[Any]:
    model: type[Model] = records.model
    needs = [*getattr(model, "name_needs", ())]
    countries = ["country"] if model is Organisation else []
    countries += [f"{name}__country" for name in needs if model._meta.get_field(name).related_model is Organisation]
    return records.select_related(*needs, *countries) if needs or countries else records
