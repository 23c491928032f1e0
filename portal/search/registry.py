"""What search reads of each type of record. The apps say it in their `search.py`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import capfirst

from portal.records.about import AboutRecord
from portal.records.partial_date import day_text
from portal.records.rich_text import RichTextField
from portal.records.versioned import VersionedModel
from portal.text.sanitise import plain_text


@dataclass(frozen=True, kw_only=True)
class Source:
    """How records of one type are found. All but `is_…` are lookups from the record, as in `owner_path`."""

    model: type[VersionedModel]
    names: Sequence[str]  # what they are called, in all spellings: found by first letters
    text: Sequence[str] = ()  # what is said in and of them
    title: str = ""  # the record itself if empty
    detail: str = ""  # tells records of one title apart
    aliases: str = ""  # former names and other spellings, a line each: said where one of them is what was looked for
    page: str = ""  # of which other record they stand on the page
    follows: Sequence[str] = ()  # other records that decide who may read them
    is_shared: bool = False  # everybody's to read, although an owner may have the right to change them
    some_are_shared: bool = False  # those that belong to no owner
    is_minor: bool = False  # listed after the others

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @cached_property
    def relations(self) -> dict[str, type[models.Model]]:
        """Lookups of the records whose change changes what search knows of this one."""
        owner = (self.model.owner_path or "").rpartition("__")[0]  # of the owner itself nothing but its key is read
        paths = [*self.names, *self.text, self.title, self.detail, self.aliases, self.page, *self.follows]
        paths += [*self.model.name_needs, owner, self.model.closed_path or ""]
        return {prefix: model for path in paths for prefix, model in _relations(self.model, path)}

    @cached_property
    def beyond_many(self) -> list[str]:
        """Those of the relations that fetch modes do not reach: links to many, and what is linked from there."""
        many = {path for path in self.relations if _last_field(self.model, path).many_to_many}
        return [path for path in self.relations if path in many or path.startswith(tuple(f"{one}__" for one in many))]

    @property
    def may_be_closed(self) -> bool:
        return self.model.closed_path is not None or issubclass(self.model, AboutRecord)

    def owner_of(self, record: VersionedModel) -> int | None:
        return None if self.is_shared else record.owning_id()

    def title_of(self, record: VersionedModel) -> str:
        return next(_values(record, self.title)) if self.title else str(record)

    def names_of(self, record: VersionedModel) -> str:
        return "\n".join(self._texts(record, self.names))

    def text_of(self, record: VersionedModel) -> str:
        return "\n".join(self._texts(record, self.text))

    def detail_of(self, record: VersionedModel) -> str:
        """In its first line; after it the aliases."""
        first = ", ".join(self._texts(record, [self.detail] if self.detail else []))
        return "\n".join([first, *self._texts(record, [self.aliases] if self.aliases else [])])

    def address_of(self, record: VersionedModel) -> str:
        place: Any = next(_values(record, self.page)) if self.page else record
        return place.get_absolute_url()

    def _texts(self, record: VersionedModel, paths: Sequence[str]) -> Iterator[str]:
        for path in paths:
            for value in _values(record, path):
                yield plain_text(value) if path in self._formatted else _text(value)

    @cached_property
    def _formatted(self) -> set[str]:
        return {path for path in self.text if isinstance(_last_field(self.model, path), RichTextField)}


_sources: dict[str, Source] = {}


def register(model: type[VersionedModel], **lookups: Any) -> None:
    """Makes records of `model` findable; `lookups` are the fields of `Source`."""
    source = Source(model=model, **lookups)
    _sources[source.label] = source


def sources() -> dict[str, Source]:
    """All of them by the label of their model, in the order in which results are listed."""
    return dict(sorted(_sources.items(), key=lambda item: item[1].is_minor))


def kind_name(label: str, *, plural: bool = True) -> str:
    """What records of a kind are called on the page."""
    meta = _sources[label].model._meta
    return capfirst(str(meta.verbose_name_plural if plural else meta.verbose_name))


def about_models() -> list[type[AboutRecord]]:
    return [source.model for source in _sources.values() if issubclass(source.model, AboutRecord)]


def _relations(model: type[models.Model], path: str) -> Iterator[tuple[str, type[models.Model]]]:
    """Each record on the way of a lookup. Those must be linked from this side: else the end of a link goes unseen."""
    names = path.split("__") if path else []
    for place, name in enumerate(names, 1):
        try:
            field: Any = model._meta.get_field(name)
        except FieldDoesNotExist:  # a property
            return
        if not field.is_relation:
            return
        if field.auto_created or (field.many_to_many and not field.remote_field.through._meta.auto_created):
            raise ImproperlyConfigured(
                f"Search cannot see when {model.__name__}.{name} changes; register those apart."
            )
        model = field.related_model
        yield "__".join(names[:place]), model


def _last_field(model: type[models.Model], path: str) -> Any:
    *way, last = path.split("__")
    for name in way:
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return model._meta.get_field(last)


def _text(value: Any) -> str:
    return day_text(value) if isinstance(value, date) else str(value)


def _values(record: Any, path: str) -> Iterator[Any]:
    """What is at the end of a lookup; nothing where a link on the way, or the value itself, is empty."""
    name, _, rest = path.partition("__")
    value = getattr(record, name)
    for one in value.all() if hasattr(value, "all") else value if isinstance(value, list) else [value]:
        if rest and one is not None:
            yield from _values(one, rest)
        elif one not in (None, ""):
            yield one
