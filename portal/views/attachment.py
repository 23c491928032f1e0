from django.contrib import messages
from django.db import IntegrityError
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from portal.files.kinds import CONTENT_TYPES, extension_of
from portal.forms import AttachForm, AttachmentForm
from portal.models import Attachment
from portal.records.around import keepers
from portal.records.pages import edit_record
from portal.records.refusal import form_status
from portal.requests import PortalRequest
from portal.views.about import load_about, new_about


@require_http_methods(["GET", "POST"])
def attachment_new(request: PortalRequest, label: str, pk: int) -> HttpResponse:
    """Attach files to a record. A repeated post of the same form attaches nothing more."""
    record = new_about(request, Attachment, label, pk).about
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AttachForm(*posted, owners=keepers(record, request.user))
    there = f"{record.get_absolute_url()}#{Attachment.section}"
    if form.is_valid():
        key = form.cleaned_data["creation_key"]
        try:
            if not Attachment.with_trash.filter(creation_key=key).exists():
                count = len(form.save(record))
                text = ngettext("%(count)d file attached.", "%(count)d files attached.", count) % {"count": count}
                messages.success(request, text)
        except IntegrityError:  # the key: a post of the same form ran beside this one
            if not Attachment.with_trash.filter(creation_key=key).exists():
                raise
        return redirect(there)
    title = _("Attach files to %(record)s") % {"record": record}
    context = {"form": form, "title": title, "submit": _("Attach"), "record": record}
    return render(request, "portal/record_form.html", context, status=form_status(form))


@require_safe
@cache_control(private=True, no_store=True)
@csp_override({"default-src": [CSP.NONE], "sandbox": [""]})
def attachment_file(request: PortalRequest, pk: int, name: str) -> HttpResponseBase:
    """The file, to be saved and never shown within the portal. The name in the address is for the reader only."""
    attachment = load_about(request, Attachment, pk)
    try:
        content = attachment.file.open()
    except FileNotFoundError:
        raise Http404(_("The file is missing. Tell your administrator.")) from None
    content_type = CONTENT_TYPES[extension_of(attachment.name)]
    return FileResponse(content, as_attachment=True, filename=attachment.name, content_type=content_type)


@require_http_methods(["GET", "POST"])
def attachment_edit(request: PortalRequest, pk: int) -> HttpResponse:
    load_about(request, Attachment, pk)
    return edit_record(request, AttachmentForm, pk)
