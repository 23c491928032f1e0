from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from portal.forms import AffiliationForm
from portal.models import Affiliation, Person
from portal.records.loading import load
from portal.records.pages import edit_record, new_record
from portal.requests import PortalRequest


@require_http_methods(["GET", "POST"])
def affiliation_new(request: PortalRequest, pk: int) -> HttpResponse:
    person = load(request, Person, pk)
    return new_record(request, AffiliationForm, instance=Affiliation(person=person), record=person)


@require_http_methods(["GET", "POST"])
def affiliation_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, AffiliationForm, pk)
