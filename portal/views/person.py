from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from portal import access
from portal.forms import PersonForm
from portal.listings import PersonListing
from portal.lists.pages import show_list
from portal.models import Person
from portal.records.merging import mergers_of
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record
from portal.records.related import sections
from portal.requests import PortalRequest


@require_safe
def person_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, PersonListing)


@require_safe
def person_detail(request: PortalRequest, pk: int) -> HttpResponse:
    person = open_record(request, Person, pk)
    context = {
        "person": person,
        "affiliations": person.affiliations.select_related("organisation").order_by("-starts_on", "pk"),
        "sections": sections(person, request.user),
        "may_change": access.may_change(request.user, person),
        "mergers": mergers_of(person),
    }
    return render(request, "portal/person_detail.html", context)


@require_http_methods(["GET", "POST"])
def person_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, PersonForm)


@require_http_methods(["GET", "POST"])
def person_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, PersonForm, pk)
