"""The record: what every row that people edit has in common."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.encoding import force_str

from portal import access

if TYPE_CHECKING:
    from portal.models.organisation import Organisation
    from portal.models.user import User


class RecordQuerySet[M: "VersionedModel"](models.QuerySet[M]):
    """Rows of a record model. Its manager is `LiveManager.from_queryset(...)`, which leaves out the trash."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The one gate: only what `user` may read. Every page, search, export and feed starts here."""
        return access.visible(self, user)

    def of_owner(self, owner: "Organisation") -> Self:
        """What belongs to an owner; nothing of what is shared."""
        path = self.model.owner_path
        return self.filter(**{path: owner}) if path else self.none()

    def current(self, *, chosen: int | None = None) -> Self:
        """Without those that have been merged into another, but for the one of the key `chosen`."""
        if not hasattr(self.model, "merged_into"):
            return self
        is_current = models.Q(merged_into=None)
        return self.filter(is_current | models.Q(pk=chosen) if chosen else is_current)

    def unfinished(self) -> Self:
        """What still asks for somebody's work: all, of records that do not know when they are done."""
        return self

    def with_names(self) -> Self:
        """With the relations that `str()` of a row reads."""
        needs = self.model.name_needs
        return self.select_related(*needs) if needs else self

    def with_rules(self) -> Self:
        """With the relations that tell whose a row is, and whether it may be changed."""
        owner, _, _ = (self.model.owner_path or "").rpartition("__")
        needs = [*filter(None, [owner]), *self.model.rule_needs]
        return self.select_related(*needs) if needs else self

    def for_its_page(self) -> Self:
        """With the relations that the page of one reads."""
        needs = self.model.page_needs
        return self.select_related(*needs) if needs else self

    def get_by_natural_key(self, *key: object) -> M:
        """The row that the key names. Raises DoesNotExist, also for a kind of record that nothing names."""
        if not key:
            raise self.model.DoesNotExist
        return self.get(**dict(zip(self.model.natural_key_fields, key, strict=True)))


RecordManager = models.Manager.from_queryset(RecordQuerySet)


class LiveManager[M: "VersionedModel"](RecordManager[M]):
    """Leaves out what lies in the trash."""

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(deleted_at=None)


class VersionedModel(models.Model):
    """A record: counted versions, trash instead of deletion, and history written by the database.

    `version` and `updated_at` are moved by a trigger (see `records.history`), never by Python.
    """

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    creation_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = LiveManager()
    with_trash = models.Manager()  # noqa: DJ012 - it is a manager, not a field

    events: Any  # the history's manager, which `records.history.tracked` adds

    owner_path: ClassVar[str | None] = None  # lookup of the owning organisation; None: shared reference data
    closed_path: ClassVar[str | None] = None  # lookup of what closes a row to those without VIEW_CLOSED
    needs: ClassVar[access.Action] = access.Action.EDIT  # the right that changing a row takes
    responsible_path: ClassVar[str | None] = None  # prefix of `responsible` and `department`; None: it has neither
    natural_key_fields: ClassVar[tuple[str, ...]] = ()  # lookups that name one row to people and fixtures
    name_needs: ClassVar[tuple[str, ...]] = ()  # relations that `str()` of a row reads
    rule_needs: ClassVar[tuple[str, ...]] = ()  # relations that `may_change` reads, besides its owner's
    page_needs: ClassVar[tuple[str, ...]] = ()  # relations that its page reads
    parts: ClassVar[tuple[str, ...]] = ()  # reverse relations that go into the trash, and come back, with the row

    class Meta:
        abstract = True
        default_manager_name = "objects"

    @classmethod
    def everything(cls) -> RecordQuerySet[Any]:
        """All rows, in the trash or not, as a queryset of the same kind as `objects`."""
        return type(cls.objects.all())(cls)

    @classmethod
    def trashed(cls) -> RecordQuerySet[Any]:
        """What lies in the trash, as a queryset of the same kind as `objects`."""
        return cls.everything().exclude(deleted_at=None)

    @classmethod
    def links(cls) -> list[tuple[models.ForeignKey, type["VersionedModel"]]]:
        """The fields that point to other records, each with the model of those."""
        return [
            (field, field.related_model)
            for field in cls._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and issubclass(field.related_model, VersionedModel)
        ]

    @classmethod
    def wholes(cls) -> list[tuple[str, type["VersionedModel"]]]:
        """Names of the links to what a row is part of, each with the model of that."""
        return [(link.name, whole) for link, whole in cls.links() if link.remote_field.name in whole.parts]

    @property
    def change_needs(self) -> access.Action:
        """The right that changing this very row takes."""
        return self.needs

    def frozen_because(self) -> str:
        """Why nobody may change this row now, as a sentence; "" while it may be changed."""
        return ""

    @classmethod
    def changeable_by(cls, user: "User") -> models.Q:
        """Which of the rows that `user` sees may be changed, as a condition for lists; empty if all may.

        A list asks this once for all of its rows. `access.may_change` decides about each.
        """
        owners = [owner.pk for owner in user.owners_where(cls.needs)]
        if cls.owner_path is None or len(owners) == len(user.owners):
            return models.Q()
        return models.Q(**{f"{cls.owner_path}__in": owners})

    @property
    def label(self) -> str:
        """The record type as addresses name it: "partnerships.agreement"."""
        return self._meta.label_lower

    def natural_key(self) -> tuple[object, ...]:
        return tuple(_follow(self, path) for path in self.natural_key_fields)

    def owning_id(self) -> int | None:
        """Primary key of the organisation whose record this is, None for shared reference data."""
        if self.owner_path is None:
            return None
        *path, last = self.owner_path.split("__")
        record = _follow(self, "__".join(path)) if path else self
        return record.pk if last == "pk" else getattr(record, f"{last}_id", None)

    def in_use_by(self) -> list["VersionedModel"]:
        """Live records that point here and would be left hanging; parts do not count, they follow."""
        return [record for name in self._pointing_here() if name not in self.parts for record in self._live(name)]

    def waits_for(self) -> list["VersionedModel"]:
        """Records in the trash that this one or a part of it points to: they must come back first."""
        coming = list(self.coming_back())
        others = {
            other: None
            for record in coming
            for link, model in record.links()
            for other in model.trashed().filter(pk=getattr(record, link.attname))
            if other not in coming
        }
        return list(others)

    def _get_FIELD_display(self, field: Any) -> str:
        """What `get_…_display` answers, from choices that are gathered once and not by sixty calls each time."""
        value = getattr(self, field.attname)
        label: str = force_str(_choices(field).get(value, value), strings_only=True)
        return label

    @property
    def is_within_reach(self) -> bool:
        """Whether the record can be opened, for whoever may read it."""
        return self.deleted_at is None

    @transaction.atomic
    def move_to_trash(self) -> None:
        """Put the record and its parts away together. Nothing is deleted; `restore` brings them all back."""
        moment = timezone.now()  # one for all of them: the database's Now() moves on with each statement
        for record in [*self.with_parts()][::-1]:
            type(record).with_trash.filter(pk=record.pk).update(deleted_at=moment)
        self.refresh_from_db(from_queryset=type(self).with_trash.all())

    @transaction.atomic
    def restore(self) -> None:
        """Take the record out of the trash with the parts that went in with it (they carry the same moment)."""
        for record in list(self.coming_back()):
            type(record).with_trash.filter(pk=record.pk).update(deleted_at=None)

    def coming_back(self) -> Iterator["VersionedModel"]:
        """The record and, after it, every part that went into the trash at the same moment."""
        yield self
        for name in self.parts:
            relation: Any = self._meta.get_field(name)
            whole = {relation.field.name: self, "deleted_at": self.deleted_at}
            for part in relation.related_model.with_trash.filter(**whole):
                yield from part.coming_back()

    def with_parts(self) -> Iterator["VersionedModel"]:
        """The record and, after it, every live record that goes into the trash with it."""
        yield self
        for name in self.parts:
            for part in self._live(name):
                yield from part.with_parts()

    def _live(self, name: str) -> models.QuerySet[Any]:
        relation: Any = self._meta.get_field(name)
        return relation.related_model.objects.filter(**{relation.field.name: self})

    def _pointing_here(self) -> list[str]:
        return [
            relation.name
            for relation in self._meta.related_objects
            if issubclass(relation.related_model, VersionedModel) and not relation.many_to_many
        ]


def record_models() -> list[type[VersionedModel]]:
    """Every kind of record there is."""
    return [model for model in apps.get_models() if issubclass(model, VersionedModel)]


@cache
def _choices(field: Any) -> dict[Any, Any]:
    return dict(field.flatchoices)


def _follow(record: Any, path: str) -> Any:
    """The value at the end of a lookup; None as soon as a link on the way is empty."""
    for name in path.split("__"):
        record = getattr(record, name, None)
    return record
