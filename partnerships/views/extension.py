from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.forms import ExtensionForm
from partnerships.models import Agreement, Extension
from portal.records.loading import load_to_change
from portal.records.pages import edit_record, new_record
from portal.requests import PortalRequest


@require_http_methods(["GET", "POST"])
def extension_new(request: PortalRequest, pk: int) -> HttpResponse:
    agreement = load_to_change(request, Agreement, pk)
    title = _("Extend %(agreement)s") % {"agreement": agreement}
    return new_record(request, ExtensionForm, instance=Extension(agreement=agreement), title=title, record=agreement)


@require_http_methods(["GET", "POST"])
def extension_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, ExtensionForm, pk)
