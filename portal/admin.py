"""What administrators manage: logins and their roles, owners and their departments, reference data."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from portal.models import Country, Department, Organisation, Role, Topic, User

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.unregister(Group)  # rights come from roles


class RoleInline(admin.TabularInline):
    model = Role
    extra = 1
    autocomplete_fields = ["owner", "department"]


@admin.register(User)
class PortalUserAdmin(UserAdmin):
    """Logins. A new user without a password asks for one at the login page."""

    list_display = ["email", "name", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "roles__owner", "roles__kind"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    inlines = [RoleInline]
    fieldsets = [
        (None, {"fields": ["email", "name", "language", "password"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})]
    filter_horizontal = []


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
