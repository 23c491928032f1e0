from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import RoleKind
from portal.models.organisation import Department, Organisation
from portal.models.user import User


class Sharing(models.TextChoices):
    """Whom a saved view is for."""

    PERSONAL = "personal", _("Only me")
    DEPARTMENT = "department", _("A department")
    ROLE = "role", _("A role")
    OWNER = "owner", _("All of the organisation")


class SavedView(models.Model):
    """A named list: its filters, columns and order as the address bears them, for oneself or for a group."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views", verbose_name=_("user"))
    listing = models.CharField(max_length=80, editable=False)  # the kind of record, such as "partnerships.agreement"
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=2000, blank=True, editable=False)  # what follows "?" in the list's address
    sharing = models.CharField(_("for whom"), max_length=10, choices=Sharing, default=Sharing.PERSONAL)
    owner = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    department = models.ForeignKey(
        Department, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    role = models.CharField(_("role"), max_length=20, choices=RoleKind, blank=True)
    is_default = models.BooleanField(
        _("what the list opens with"), default=False, help_text=_("For everybody whom the view is for.")
    )

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["listing", "user"])]
        constraints = [
            models.UniqueConstraint(
                name="saved_view_name_once_per_user",
                fields=["user", "listing", "name"],
                violation_error_message=_("You already have a view of this name."),
            ),
            models.CheckConstraint(
                name="saved_view_is_shared_within_an_owner",
                condition=Q(sharing="personal", owner=None) | (~Q(sharing="personal") & Q(owner__isnull=False)),
                violation_error_message=_("Say at which organisation the view is shared."),
            ),
            models.CheckConstraint(
                name="saved_view_names_its_department",
                condition=Q(sharing="department", department__isnull=False)
                | (~Q(sharing="department") & Q(department=None)),
                violation_error_message=_("Choose the department that the view is for."),
            ),
            models.CheckConstraint(
                name="saved_view_names_its_role",
                condition=(Q(sharing="role") & ~Q(role="")) | (~Q(sharing="role") & Q(role="")),
                violation_error_message=_("Choose the role that the view is for."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
