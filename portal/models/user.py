from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.access import RIGHTS, Action, RoleKind
from portal.records.prepared import Prepared

if TYPE_CHECKING:
    from portal.models.organisation import Organisation


class UserManager(BaseUserManager["User"]):
    """Creates logins; the address is the name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A login. What it may do comes from its roles, one per owner it works for."""

    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    wants_digest = models.BooleanField(
        _("mail once a day about followed records"), default=True, help_text=_("Nothing is sent on days without news.")
    )
    language = models.CharField(
        _("language of mails"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    date_joined = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    @classmethod
    def with_roles(cls, key: int) -> "User | None":
        """The user of this key and, by the same query, what every page asks about the roles; None without any role."""
        roles = _roles_of(key)
        if not roles:
            return None
        user = roles[0].user
        user._roles = roles
        return user

    @cached_property
    def _roles(self) -> list["Role"]:
        return _roles_of(self.pk)

    @cached_property
    def rights(self) -> Mapping[int, frozenset[Action]]:
        """What the user may do, by primary key of the owner."""
        return {role.owner_id: RIGHTS[role.kind] for role in self._roles}

    @cached_property
    def owners(self) -> list["Organisation"]:
        """The organisations the user has a role at, in Danish order."""
        return [role.owner for role in self._roles]

    def owners_where(self, action: Action) -> list["Organisation"]:
        return [owner for owner in self.owners if action in self.rights[owner.pk]]

    @cached_property
    def role_kinds(self) -> tuple[str, ...]:
        """What the user is to each of `owners`."""
        return tuple(role.kind for role in self._roles)

    def with_owners(self, keys: Sequence[int]) -> "User":
        """Somebody who is to the owners of these keys what this user is to its own."""
        other = User()
        roles = zip(self._roles, keys, strict=True)
        other._roles = [Role(kind=role.kind, owner=type(role.owner)(pk=key)) for role, key in roles]
        return other


class Role(models.Model):
    """What a user is to an owner: one role, perhaps within one of its departments."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles", verbose_name=_("user"))
    owner = models.ForeignKey("portal.Organisation", models.CASCADE, related_name="roles", verbose_name=_("owner"))
    department = models.ForeignKey(
        "portal.Department", models.SET_NULL, null=True, blank=True, related_name="roles", verbose_name=_("department")
    )
    kind = models.CharField(_("role"), max_length=20, choices=RoleKind)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                name="role_one_per_user_and_owner",
                fields=["user", "owner"],
                violation_error_message=_("The user already has a role at this owner."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()} · {self.owner}"


@Prepared
def _roles_of(user: int) -> models.QuerySet[Role]:
    """A user's roles with the user, and with what every page says of their owners."""
    rows = Role.objects.filter(user=user).select_related("user", "owner").order_by("owner__sort_key")
    of_user = [f"user__{field.name}" for field in User._meta.concrete_fields]
    return rows.only("kind", "owner__name", "owner__is_owner", "owner__theme", *of_user)
