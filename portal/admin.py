"""What administrators manage: logins and their roles, owners and their departments, reference data."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.models import Country, Department, Organisation, Role, Topic, User

admin.site.site_header = _("Administration of the partnerships portal")
admin.site.site_title = _("The partnerships portal")
admin.site.index_title = _("Logins, owners and reference data")
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.unregister(Group)  # rights come from roles


class RoleInline(admin.TabularInline):
    model = Role
    extra = 1
    autocomplete_fields = ["owner", "department"]


class NewUserForm(AdminUserCreationForm):
    """A new login. Nobody but its user need know a password: the login page sends a link to choose one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usable_password"].initial = "false"
        self.fields["usable_password"].help_text = _(
            "Without a password, the user asks for a link to choose one at the login page (“Forgot your password?”)."
        )


@admin.register(User)
class PortalUserAdmin(UserAdmin):
    """Logins. One that is not used any more is made inactive, since the history names it."""

    add_form = NewUserForm

    list_display = ["email", "name", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", ("roles__owner", admin.RelatedOnlyFieldListFilter), "roles__kind"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    inlines = [RoleInline]
    fieldsets = [
        (None, {"fields": ["email", "name", "language", "password"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})]
    filter_horizontal = []

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    """Which organisations keep their own records in the portal, and how it looks to them."""

    list_display = ["name", "kind", "country", "is_owner"]
    list_filter = ["is_owner", "kind"]
    search_fields = ["name", "local_name"]
    fields = ["name", "kind", "country", "is_owner", "theme"]


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    list_display = ["name", "short_name", "owner"]
    list_filter = ["owner"]
    search_fields = ["name", "short_name"]
    fields = ["owner", "name", "short_name", "head"]
    autocomplete_fields = ["owner"]


@admin.register(Country)
class CountryAdmin(admin.ModelAdmin):
    list_display = ["code", "name_da", "name_en", "continent"]
    search_fields = ["name_da", "name_en"]


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["code", "name_da", "name_en"]
    search_fields = ["name_da", "name_en"]
