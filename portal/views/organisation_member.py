from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from portal.forms import OrganisationMemberForm
from portal.models import Organisation, OrganisationMember
from portal.records.loading import load
from portal.records.pages import edit_record, new_record
from portal.requests import PortalRequest


@require_http_methods(["GET", "POST"])
def member_new(request: PortalRequest, pk: int) -> HttpResponse:
    partnership = load(request, Organisation, pk)
    member = OrganisationMember(partnership=partnership)
    return new_record(request, OrganisationMemberForm, instance=member, record=partnership)


@require_http_methods(["GET", "POST"])
def member_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, OrganisationMemberForm, pk)
