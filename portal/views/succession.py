"""Somebody leaves, or gets other work: what the person is responsible for is given to somebody else in one go."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.forms import SuccessionForm
from portal.models import Person
from portal.records.loading import load_to_change
from portal.records.refusal import form_status
from portal.requests import PortalRequest


@require_http_methods(["GET", "POST"])
def person_succession(request: PortalRequest, pk: int) -> HttpResponse:
    """Which of a person's records somebody else takes over; all of them or none."""
    person = load_to_change(request, Person, pk)
    form = SuccessionForm(request.POST if request.method == "POST" else None, person=person, user=request.user)
    if request.method == "POST" and form.is_valid() and (count := form.pass_on()):
        said = ngettext("%(name)s took over %(count)d record.", "%(name)s took over %(count)d records.", count)
        messages.success(request, said % {"name": form.cleaned_data["successor"], "count": count})
        return redirect(person)
    context = {"person": person, "form": form}
    return render(request, "portal/person_succession.html", context, status=form_status(form))
