from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import access
from portal.access import Action
from portal.forms import TopicForm
from portal.records.quick import answer_to_dialog, dialog_options, is_dialog
from portal.records.refusal import form_status
from portal.requests import PortalRequest


@require_http_methods(["GET", "POST"])
def topic_new(request: PortalRequest) -> HttpResponse:
    """Topics are a short list that all owners share; they are no records, and have no page of their own."""
    if not access.may(request.user, Action.EDIT):
        raise PermissionDenied(_("You may read this, but not change it."))
    form = TopicForm(request.POST if request.method == "POST" else None, **dialog_options(request))
    if form.is_valid() and (topic := form.try_save()):
        if is_dialog(request):
            return answer_to_dialog(request, topic)
        messages.success(request, _("%(record)s is created.") % {"record": topic})
        return redirect("topic_new")
    template = "portal/record_dialog.html" if is_dialog(request) else "portal/topic_new.html"
    context = {"form": form, "title": _("New topic"), "submit": _("Save")}
    return render(request, template, context, status=form_status(form))
