"""Keeps the documents of the search abreast of the records.

Triggers note each written record (`portal.records.stale`); whoever searches first brings the documents of those up to
date, so that a find is never older than the last committed write, whichever way that write came.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.utils import translation

from portal.models import SearchDocument, SearchStale
from portal.records.about import AboutRecord
from portal.records.versioned import VersionedModel
from portal.search.registry import Source, about_models, sources
from portal.search.scopes import scope
from portal.search.words import folded_words, spelled_words

BATCH = 500  # documents in one transaction
LOCK = 20_260_311  # any number that nobody else uses: what one process brings up to date, the others wait for
LONGEST_TEXT = 100_000  # characters; a text search vector must stay below 1 MB
MOST_NAMES = 100  # words

ADD_DOCUMENTS = """
    INSERT INTO portal_searchdocument (kind, record_id, scope, title, detail, address, names, text, words)
    SELECT
        %s, record_id, scope, title, detail, address, names, text,
        setweight(to_tsvector('simple', names), 'A')
        || setweight(to_tsvector('danish', spelled_names || names), 'B')
        || to_tsvector('danish', spelled_text || ' ' || folded_text)
    FROM unnest(
        %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
        %s::text[], %s::text[]
    ) AS documents (
        record_id, scope, title, detail, address, names, text, spelled_names, spelled_text, folded_text
    )
"""
ADD_WORDS = """
    INSERT INTO portal_searchword (kind, scope, word, position, document_id, names)
    SELECT kind, scope, word, position, id, left(names, 500)
    FROM portal_searchdocument, string_to_table(ltrim(names), ' ') WITH ORDINALITY AS words (word, position)
    WHERE kind = %s AND record_id = ANY(%s) AND names <> ''
"""

type Keys = Mapping[str, Collection[int]]  # of records, by their kind


def drain(limit: int | None = None) -> bool:
    """Bring up to `limit` documents up to date, or all; answers whether none is left behind.

    Also when some are, all that a write concerns are marked: search can leave them out.
    """
    done = 0
    while SearchStale.objects.exists():
        if limit is not None and done >= limit:
            return False
        done += _drain_batch()
    return True


def mark_all() -> None:
    """Have every document built anew, and those removed whose record is gone."""
    records: dict[str, set[int]] = defaultdict(set)
    for kind, key in SearchDocument.objects.values_list("kind", "record_id"):
        records[kind].add(key)
    for kind, source in sources().items():
        records[kind].update(source.model.objects.values_list("pk", flat=True))
    _mark(records)


@transaction.atomic
def _drain_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    while fresh := _fresh():
        _mark(_followers(fresh))
    marked: dict[str, set[int]] = defaultdict(set)
    for kind, key in SearchStale.objects.values_list("kind", "record_id").order_by("pk")[:BATCH]:
        marked[kind].add(key)
    for kind, keys in marked.items():
        # Before the records are read: whatever is written from now on puts a new row.
        SearchStale.objects.filter(kind=kind, record_id__in=keys, is_spread=True).delete()
        _rebuild(kind, keys)
    return sum(map(len, marked.values()))


def _fresh() -> Keys:
    """What was written lately; from now on it counts as spread. By one statement: no row slips in between."""
    fresh: dict[str, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE portal_searchstale SET is_spread = true"
            " WHERE id IN (SELECT id FROM portal_searchstale WHERE NOT is_spread LIMIT 10000)"
            " RETURNING kind, record_id"
        )
        for kind, key in cursor.fetchall():
            fresh[kind].add(key)
    return fresh


def _followers(changed: Keys) -> Keys:
    """Records whose documents tell of `changed` ones, and what is about any of all those."""
    found: dict[str, set[int]] = defaultdict(set)
    for source in sources().values():
        for path, model in source.relations.items():
            if keys := changed.get(model._meta.label_lower):
                rows = source.model.objects.filter(**{f"{path}__in": keys})
                found[source.label].update(rows.values_list("pk", flat=True))
    for model in about_models():
        for kind, keys in [*changed.items(), *found.items()]:
            notes = model.objects.filter(about_kind=kind, about_id__in=keys)
            found[model._meta.label_lower].update(notes.values_list("pk", flat=True))
    return found


def _mark(records: Keys) -> None:
    SearchStale.objects.bulk_create(
        [SearchStale(kind=kind, record_id=key, is_spread=True) for kind, keys in records.items() for key in keys],
        batch_size=5000,
    )


def _rebuild(kind: str, keys: Collection[int]) -> None:
    """Put the documents of some records of a kind in place of the old ones; none for what is gone or in the trash."""
    SearchDocument.objects.filter(kind=kind, record_id__in=keys).delete()
    source = sources().get(kind)
    if source is None:
        return
    rows = source.model.objects.filter(pk__in=keys).fetch_mode(models.FETCH_PEERS)
    records = list(rows.prefetch_related(*source.beyond_many))
    if issubclass(source.model, AboutRecord):
        _load_what_they_are_about(records)
    with translation.override(settings.LANGUAGE_CODE):
        documents = [document for record in records if (document := _document(source, record))]
    if documents:
        with connection.cursor() as cursor:
            cursor.execute(ADD_DOCUMENTS, [kind, *map(list, zip(*documents, strict=True))])
            cursor.execute(ADD_WORDS, [kind, list(keys)])


def _load_what_they_are_about(records: Iterable[Any]) -> None:
    keys: dict[str, set[int]] = defaultdict(set)
    for record in records:
        keys[record.about_kind].add(record.about_id)
    found = {
        kind: apps.get_model(kind).objects.fetch_mode(models.FETCH_PEERS).in_bulk(some) for kind, some in keys.items()
    }
    for record in records:
        record.about = found[record.about_kind].get(record.about_id)


class Document(NamedTuple):
    """A row of the table but for its kind, and the words of the names and the text as they were spelled."""

    record_id: int
    scope: int
    title: str
    detail: str
    address: str
    names: str
    text: str
    spelled_names: str
    spelled_text: str
    folded_text: str


def _document(source: Source, record: VersionedModel) -> Document | None:
    """What search knows of a record; None if nobody is to find it."""
    owner_id, is_closed = source.owner_of(record), _is_closed(record)
    if isinstance(record, AboutRecord):
        about = record.about
        if about is None or sources()[about.label].owner_of(about) not in (None, owner_id):
            return None
        is_closed = _is_closed(about)
    if owner_id is None and (is_closed or not (source.is_shared or source.some_are_shared)):
        return None
    names, text = source.names_of(record), source.text_of(record)[:LONGEST_TEXT]
    return Document(
        record_id=record.pk,
        scope=scope(owner_id, is_closed=is_closed),
        title=source.title_of(record),
        detail=source.detail_of(record),
        address=source.address_of(record),
        names="".join(f" {word}" for word in folded_words(names)[:MOST_NAMES]),
        text=text,
        spelled_names=" ".join(spelled_words(names)),
        spelled_text=" ".join(spelled_words(text)),
        folded_text=" ".join(folded_words(text)),
    )


def _is_closed(record: VersionedModel) -> bool:
    value: Any = record
    for name in record.closed_path.split("__") if record.closed_path else []:
        value = getattr(value, name)
    return value if record.closed_path else False
