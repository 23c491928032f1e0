"""What can be imported: one declaration per kind of record, in the `imports.py` of its app."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst

from portal import access
from portal.models import Organisation, User
from portal.records.forms import VersionedForm
from portal.records.versioned import RecordQuerySet, VersionedModel

type Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Importer:
    """How the rows of a file become records of one kind. Nearly all of it follows from the record's form."""

    form: type[VersionedForm]

    given: tuple[str, ...] = ()  # fields that the form takes from its address, so that a file must name them
    key: tuple[str, ...] = ()  # lookups, from fields of the form, that name one record; else its natural key
    may_lack: tuple[str, ...] = ()  # parts of the key that the files of its list need not show
    synonyms: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)  # other headings, by name of the field
    readings: Mapping[str, Callable[[str], str]] = field(default_factory=dict)  # what of a cell belongs to the field
    needs: tuple[str, ...] = ()  # relations that the record's rules read

    @property
    def model(self) -> type[VersionedModel]:
        model: type[VersionedModel] = self.form._meta.model
        return model

    @property
    def kind(self) -> str:
        return self.model._meta.label_lower

    @property
    def title(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    @cached_property
    def form_class(self) -> type[VersionedForm]:
        """The form with the fields that it usually takes from its address."""
        if not self.given:
            return self.form
        form: Any = self.form
        meta = type("Meta", (form.Meta,), {"fields": [*self.given, *form._meta.fields]})
        body = {"Meta": meta, "__module__": form.__module__, "is_main": False}
        made: type[VersionedForm] = type(form)(form.__name__, (form,), body)
        return made

    @property
    def fields(self) -> list[str]:
        """The fields that a column can be for. Whose the records are is not the file's to say."""
        return [name for name in self._form_fields if name != "owner"]

    @property
    def _form_fields(self) -> list[str]:
        names: Any = self.form_class._meta.fields
        return list(names)

    @cached_property
    def key_lookups(self) -> tuple[str, ...]:
        """The natural key as lookups from the form's own fields: a partner is given as a whole, not by its name."""
        fields = self._form_fields
        return self.key or tuple(
            dict.fromkeys(
                first if first in fields else lookup
                for lookup in self.model.natural_key_fields
                if (first := lookup.partition("__")[0])
            )
        )

    @cached_property
    def relations(self) -> list[str]:
        """Relations to fetch with the records, so that no rule has to."""
        links = [link for link in self.model._meta.concrete_fields if isinstance(link, models.ForeignKey)]
        owners = [
            f"{link.name}__{relation}" for link, model in self.model.links() for relation in owner_relations(model)
        ]
        return [*(link.name for link in links), *owners, *owner_relations(self.model), *self.needs]

    @property
    def belongs_to_owner(self) -> bool:
        return self.model.owner_path is not None

    def owners(self, user: User) -> list[Organisation]:
        """The owners whose records of this kind the user may change."""
        return user.owners_where(self.model.needs)

    def records(self, user: User) -> RecordQuerySet[Any]:
        """What rows may be about: all that the user may see, also in the trash."""
        return self.model.everything().visible_to(user).select_related(*self.relations)


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    _importers[importer.kind] = importer


def importers(user: User) -> list[Importer]:
    """The kinds of records that the user may create somewhere, in the order they were declared."""
    return [importer for importer in _importers.values() if access.may_change(user, importer.model)]


def importer_of(kind: str) -> Importer | None:
    """The importer of a kind such as "partnerships.partnership"; "partnership" alone will do."""
    by_name = {importer.model._meta.model_name: importer for importer in _importers.values()}
    return _importers.get(kind) or by_name.get(kind)


def all_importers() -> list[Importer]:
    return list(_importers.values())


def owner_relations(model: type[VersionedModel]) -> list[str]:
    """The relations that lead to a record's owner, without the last, whose key is enough."""
    steps = (model.owner_path or "").split("__")[:-1]
    return ["__".join(steps)] if steps else []
