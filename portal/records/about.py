"""What can be said of a record of any kind: its files, journal, contacts. Each names its record by kind and key."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.records.versioned import LiveManager, RecordQuerySet, VersionedModel

if TYPE_CHECKING:
    from portal.models.user import User


class AboutKeyField(models.PositiveBigIntegerField):
    """The key of the record that a row is about. A fixture writes it as a list: the kind and the natural key."""

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, list):
            kind, *key = value
            return apps.get_model(kind)._default_manager.get_by_natural_key(*key).pk
        return super().to_python(value)

    def deconstruct(self) -> Any:
        """As the column is: how fixtures write it is no concern of migrations."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.PositiveBigIntegerField", arguments, options


class AboutQuerySet[M: "AboutRecord"](RecordQuerySet[M]):
    """Rows about records; what is about a closed record is closed as well, and so is what is about that."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        rows = super().visible_to(user)
        for model in apps.get_models():
            if issubclass(model, VersionedModel) and (model.closed_path or self._may_be_about(model)):
                label = model._meta.label_lower
                rows = rows.filter(~Q(about_kind=label) | Q(about_id__in=model.objects.visible_to(user).values("pk")))
        return rows

    def _may_be_about(self, model: type[VersionedModel]) -> bool:
        return issubclass(model, AboutRecord) and self.model.section in model.keeps

    def about(self, record: VersionedModel) -> Self:
        return self.filter(about_kind=record.label, about_id=record.pk)


class AboutRecord(VersionedModel):
    """Something that belongs to a record of any kind.

    `owner` is the record's own, or, where the record is shared reference data, the owner on whose behalf it is kept:
    what one municipality notes of Tampere is not another's to read.
    """

    owner = models.ForeignKey("portal.Organisation", models.PROTECT, related_name="+", verbose_name=_("owner"))
    about_kind = models.CharField(max_length=80, editable=False)  # such as "partnerships.agreement"
    about_id = AboutKeyField(editable=False)

    objects: ClassVar = LiveManager.from_queryset(AboutQuerySet)()

    owner_path = "owner"
    section: ClassVar[str]  # where on the record's page it stands: the id of a heading
    keeps: ClassVar[tuple[str, ...]] = ()  # sections that it has of its own, being a record itself

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["about_kind", "about_id"])]

    @cached_property
    def about(self) -> Any:
        """The record that this belongs to, even if it lies in the trash; None if it was deleted in /admin/."""
        return apps.get_model(self.about_kind).everything().filter(pk=self.about_id).first()

    @property
    def is_within_reach(self) -> bool:
        return super().is_within_reach and self.about is not None and self.about.is_within_reach

    def waits_for(self) -> list[VersionedModel]:
        return [*super().waits_for(), *([self.about] if self.about and self.about.deleted_at else [])]

    @property
    def change_needs(self) -> access.Action:
        return self.about.change_needs if self.about and self.about.owner_path else access.Action.EDIT

    def get_absolute_url(self) -> str:
        return f"{reverse('record_detail', args=[self.about_kind, self.about_id])}#{self.section}"
