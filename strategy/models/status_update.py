from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.records.history import tracked
from portal.records.versioned import LiveManager, RecordQuerySet, VersionedModel
from strategy.models.action_item import ActionItem
from strategy.models.initiative import Initiative
from strategy.models.progress import Progress

if TYPE_CHECKING:
    from portal.models import Organisation, User


class StatusUpdateQuerySet(RecordQuerySet["StatusUpdate"]):
    """Updates belong to whoever owns the thing they are about."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self.filter(
            Q(initiative__in=Initiative.objects.visible_to(user))
            | Q(action_item__in=ActionItem.objects.visible_to(user))
        )

    def of_owner(self, owner: "Organisation") -> Self:
        return self.filter(Q(initiative__strategy__owner=owner) | Q(action_item__plan__strategy__owner=owner))

    def newest_of_each(self) -> Self:
        """The latest update of each initiative and action, with who made it."""
        return (
            self.select_related("made_by")
            .order_by("initiative_id", "action_item_id", "-made_on", "-pk")
            .distinct("initiative_id", "action_item_id")
        )


@tracked
class StatusUpdate(VersionedModel):
    """What was said of an initiative or an action on a day: a status never changes without a note."""

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, null=True, blank=True, related_name="status_updates", verbose_name=_("initiative")
    )
    action_item = models.ForeignKey(
        ActionItem, models.PROTECT, null=True, blank=True, related_name="status_updates", verbose_name=_("action")
    )
    progress = models.CharField(_("status"), max_length=20, choices=Progress)
    note = models.TextField(_("note"), max_length=2000)
    made_on = models.DateField(_("date"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    is_illustration = models.BooleanField(_("illustration"), default=False, editable=False)

    objects: ClassVar = LiveManager.from_queryset(StatusUpdateQuerySet)()

    rule_needs = ("initiative__strategy", "action_item__plan__strategy")

    class Meta:
        verbose_name = _("status update")
        verbose_name_plural = _("status updates")
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="status_update_has_one_target",
                condition=Q(initiative=None, action_item__isnull=False)
                | Q(initiative__isnull=False, action_item=None),
                violation_error_message=_("A status update is about exactly one thing."),
            ),
            models.CheckConstraint(
                name="status_update_has_a_note",
                condition=~Q(note=""),
                violation_error_message=_("Say in a few words why the status is what it is."),
            ),
        ]

    @property
    def about(self) -> Initiative | ActionItem:
        return self.initiative or self.action_item  # type: ignore[return-value]  # a constraint sees to it

    def owning_id(self) -> int | None:
        return self.about.owning_id()

    def get_absolute_url(self) -> str:
        return self.about.get_absolute_url()

    def in_use_by(self) -> list[VersionedModel]:
        """What was said stays said: an update goes into the trash only along with what it is about."""
        return [self.about]

    def __str__(self) -> str:
        return f"{self.made_on:%d.%m.%Y}: {self.get_progress_display()}"
