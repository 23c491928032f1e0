from typing import ClassVar, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from portal.access import Action, RoleKind
from portal.models.department import Department
from portal.models.organisation import Organisation
from portal.models.user import Role, User

LONGEST_QUERY = 2000
RULING = frozenset({Action.CONDUCT, Action.ADMINISTER})  # at an owner: the right to its shared views


class Sharing(models.TextChoices):
    """Whom a saved view is for."""

    PERSONAL = "personal", _("Only me")
    DEPARTMENT = "department", _("A department")
    ROLE = "role", _("A role")
    OWNER = "owner", _("All of the organisation")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Saved views: one's own, and those that others share."""

    def visible_to(self, user: User) -> Self:
        """With `is_for_user`: whether it is meant for the user, who may also have made it for others."""
        roles = Role.objects.filter(user=user, owner=OuterRef("owner"))
        same = roles.filter(Q(kind=OuterRef("role")) | Q(department=OuterRef("department")))
        is_meant = Q(sharing=Sharing.PERSONAL, user=user) | Exists(same) | Q(Exists(roles), sharing=Sharing.OWNER)
        views = self.annotate(is_for_user=Case(When(is_meant, then=True), default=False))
        return views.filter(Q(user=user) | Q(is_for_user=True))

    def changeable_by(self, user: User) -> Self:
        """One's own views, and those shared at owners where one rules over that."""
        ruled = [owner for owner, actions in user.rights.items() if actions & RULING]
        return self.filter(Q(user=user) | Q(owner__in=ruled))

    def beside(self, view: "SavedView") -> Self:
        """The other views of the same list for the same people."""
        audience = {name: getattr(view, name) for name in ("listing", "sharing", "owner", "department", "role")}
        if view.sharing == Sharing.PERSONAL:
            audience["user"] = view.user
        return self.filter(**audience).exclude(pk=view.pk)


class SavedView(models.Model):
    """A named list: its filters, columns and order as the address bears them, for oneself or for a group."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views", verbose_name=_("user"))
    listing = models.CharField(max_length=80, editable=False)  # the kind of record, such as "partnerships.agreement"
    name = models.CharField(_("name"), max_length=80)
    # what follows "?" in the list's address
    query = models.CharField(max_length=LONGEST_QUERY, blank=True, editable=False)
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

    objects: ClassVar = SavedViewQuerySet.as_manager()

    is_for_user: bool  # of a view that came through `visible_to`

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

    def audience(self) -> str:
        """Whom it is for, in words."""
        match self.sharing:
            case Sharing.DEPARTMENT:
                return f"{self.department} · {self.owner}"
            case Sharing.ROLE:
                return f"{self.get_role_display()} · {self.owner}"
            case Sharing.OWNER:
                return str(self.owner)
            case _:
                return self.get_sharing_display()
