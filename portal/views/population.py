from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from portal.forms import PopulationForm
from portal.models import Organisation, Population
from portal.records.loading import load
from portal.records.pages import edit_record, new_record
from portal.requests import PortalRequest


@require_http_methods(["GET", "POST"])
def population_new(request: PortalRequest, pk: int) -> HttpResponse:
    organisation = load(request, Organisation, pk)
    return new_record(request, PopulationForm, instance=Population(organisation=organisation), record=organisation)


@require_http_methods(["GET", "POST"])
def population_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, PopulationForm, pk)
