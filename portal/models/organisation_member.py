from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import Action
from portal.models.organisation import Organisation
from portal.records.history import tracked
from portal.records.versioned import VersionedModel


@tracked
class OrganisationMember(VersionedModel):
    """One organisation's part in a partnership of organisations, from a day to a day."""

    partnership = models.ForeignKey(
        Organisation, models.CASCADE, related_name="member_rows", verbose_name=_("partnership")
    )
    member = models.ForeignKey(Organisation, models.PROTECT, related_name="membership_rows", verbose_name=_("member"))
    joined_on = models.DateField(_("joined"), null=True, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    natural_key_fields = ("partnership__name", "member__name")
    name_needs = ("partnership", "member")

    class Meta:
        verbose_name = _("member of a partnership")
        verbose_name_plural = _("members of partnerships")
        constraints = [
            models.UniqueConstraint(
                name="member_once_at_a_time",
                fields=["partnership", "member"],
                condition=Q(left_on=None, deleted_at=None),
                violation_error_message=_("The organisation is already a member."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.partnership}"

    def get_absolute_url(self) -> str:
        return self.partnership.get_absolute_url()

    @property
    def change_needs(self) -> Action:
        return self.partnership.change_needs

    def owning_id(self) -> int | None:
        return self.partnership.owning_id()
