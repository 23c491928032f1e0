from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html_join
from django.views.decorators.http import require_http_methods, require_safe

from portal import access
from portal.access import Action
from portal.forms import OrganisationForm
from portal.listings import OrganisationListing
from portal.lists.pages import show_list
from portal.models import Organisation, OrganisationKind
from portal.records.lookup import suggestions
from portal.records.merging import mergers_of
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record
from portal.records.related import sections
from portal.related import own_sections
from portal.requests import PortalRequest


@require_safe
def organisation_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, OrganisationListing)


@require_safe
def organisation_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """All that the portal knows of an organisation: its own facts here, the rest from the apps that know more."""
    organisation = open_record(request, Organisation, pk)
    context = {
        "organisation": organisation,
        "populations": organisation.populations.all()[:10],
        "members": organisation.member_rows.select_related("member").order_by("member__sort_key"),
        "member_of": organisation.membership_rows.select_related("partnership").order_by("partnership__sort_key"),
        "sections": [*sections(organisation, request.user), *own_sections(organisation, request.user)],
        "is_partnership": organisation.kind == OrganisationKind.PARTNERSHIP,
        "may_change": access.may_change(request.user, organisation),
        "mergers": mergers_of(organisation),
    }
    return render(request, "portal/organisation_detail.html", context)


@require_safe
def organisation_lookup(request: PortalRequest) -> HttpResponse:
    """Suggestions for a lookup field: the answer to whatever the field is called and holds."""
    text = str(next(iter(request.GET.values()), "")).strip()
    found = suggestions(text) if text and access.may(request.user, Action.VIEW) else []
    return HttpResponse(format_html_join("", '<option value="{}"></option>', ((one,) for one in found)))


@require_http_methods(["GET", "POST"])
def organisation_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, OrganisationForm)


@require_http_methods(["GET", "POST"])
def organisation_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, OrganisationForm, pk)
