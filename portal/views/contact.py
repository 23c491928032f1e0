from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.forms import ContactForm
from portal.models import Contact
from portal.records.pages import edit_record, new_record
from portal.requests import PortalRequest
from portal.views.about import load_about, new_about


@require_http_methods(["GET", "POST"])
def contact_new(request: PortalRequest, label: str, pk: int) -> HttpResponse:
    contact = new_about(request, Contact, label, pk)
    title = _("New contact for %(record)s") % {"record": contact.about}
    return new_record(request, ContactForm, instance=contact, title=title, record=contact.about)


@require_http_methods(["GET", "POST"])
def contact_edit(request: PortalRequest, pk: int) -> HttpResponse:
    load_about(request, Contact, pk)
    return edit_record(request, ContactForm, pk)
