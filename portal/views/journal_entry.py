from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import access
from portal.forms import JournalEntryForm
from portal.models import JournalEntry
from portal.records.pages import edit_record, new_record
from portal.requests import PortalRequest
from portal.views.about import load_about, new_about


@require_safe
def journal_entry_detail(request: PortalRequest, pk: int) -> HttpResponse:
    entry = load_about(request, JournalEntry, pk)
    context = {
        "entry": entry,
        "persons": entry.persons.visible_to(request.user).order_by("sort_key"),
        "may_change": access.may_change(request.user, entry),
    }
    return render(request, "portal/journal_entry_detail.html", context)


@require_http_methods(["GET", "POST"])
def journal_entry_new(request: PortalRequest, label: str, pk: int) -> HttpResponse:
    """A quick note: kind and day are filled in, a title is enough, and one is back where one came from."""
    entry = new_about(request, JournalEntry, label, pk)
    entry.day = timezone.localdate()
    return new_record(
        request,
        JournalEntryForm,
        instance=entry,
        then=f"{entry.about.get_absolute_url()}#{entry.section}",
        title=_("New journal entry about %(record)s") % {"record": entry.about},
        record=entry.about,
    )


@require_http_methods(["GET", "POST"])
def journal_entry_edit(request: PortalRequest, pk: int) -> HttpResponse:
    load_about(request, JournalEntry, pk)
    return edit_record(request, JournalEntryForm, pk)
