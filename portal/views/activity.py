"""What was changed across all kinds of records."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.lists.export import csv_file
from portal.models import Organisation, User
from portal.records.activity import Entry, Place, Question, every_entry
from portal.records.activity import activity as changes_of
from portal.records.authors import colleagues
from portal.records.changes import FieldChange
from portal.records.forms import WITHIN_REASON
from portal.records.refusal import form_status
from portal.records.since import Start, changed_since, finders
from portal.records.versioned import record_models
from portal.requests import PortalRequest
from portal.text.numbers import whole_number

HEADINGS = [
    gettext_lazy("When"), gettext_lazy("Who"), gettext_lazy("Act"), gettext_lazy("Kind"), gettext_lazy("Record"),
    gettext_lazy("Field"), gettext_lazy("Before"), gettext_lazy("After"), gettext_lazy("Reason"),
]  # fmt: skip


class DayField(forms.DateField):
    """A day to choose; those at the ends of the calendar have no next one."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    default_validators = [*WITHIN_REASON[forms.DateField]]


class ActivityForm(forms.Form):
    """Whose changes, of which days, kind and owner are shown."""

    by = forms.ModelChoiceField(label=gettext_lazy("Person"), queryset=User.objects.none(), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    owner = forms.ModelChoiceField(label=gettext_lazy("Owner"), queryset=Organisation.objects.none(), required=False)
    group = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        person: Any = self.fields["by"]
        kind: Any = self.fields["kind"]
        owner: Any = self.fields["owner"]
        person.queryset = colleagues(user).order_by("name", "email")
        owner.queryset = Organisation.objects.filter(pk__in=[owner.pk for owner in user.owners])
        person.empty_label = owner.empty_label = _("All")
        names = sorted((capfirst(str(model._meta.verbose_name)), model._meta.label_lower) for model in record_models())
        kind.choices = [("", _("All")), *((label, name) for name, label in names)]
        for name, label in (("from", _("From")), ("to", _("To"))):  # "from" is no name in Python
            self.fields[name] = DayField(label=label, required=False)
        if len(user.owners) < 2:  # whoever works for one owner has nothing to choose
            del self.fields["owner"]

    def question(self, **options: Any) -> Question:
        asked = self.cleaned_data
        kinds = [model for model in record_models() if asked["kind"] in ("", model._meta.label_lower)]
        return Question(
            by=asked["by"],
            owner=asked.get("owner"),
            kinds=kinds,
            since=_beginning(asked["from"]) if asked["from"] else None,
            until=_beginning(asked["to"] + timedelta(days=1)) if asked["to"] else None,
            group=asked["group"],
            **options,
        )


@require_safe
def activity(request: PortalRequest) -> HttpResponseBase:
    """Who changed what and when, the newest first; a file of it all for `?export=csv`."""
    form = ActivityForm(request.GET, user=request.user)
    template = "portal/activity_results.html" if request.htmx.request_type == "partial" else "portal/activity.html"
    if not form.is_valid():
        return render(request, template, {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.GET.get("export") == "csv":
        rows = _rows(every_entry(form.question(), request.user))
        return csv_file([str(heading) for heading in HEADINGS], rows, title=_("Activity"))
    page = changes_of(form.question(**_position(request.GET)), request.user)
    asked = {name: value for name, value in request.GET.items() if name in form.fields and value}
    further = {"before": str(page.next), "without": page.last_group or ""} if page.next else None
    context = {
        "form": form,
        "page": page,
        "file": "?" + urlencode(asked | {"export": "csv"}),
        "further": "?" + urlencode(asked | further) if further else "",
        "is_group": bool(form.cleaned_data["group"]),
    }
    return render(request, template, context)


@require_safe
def changes_since(request: PortalRequest) -> HttpResponse:
    """What is other than it was on a day (`?since=2026-01-01`), or when something else happened (`?meeting=3`)."""
    form = SinceForm(request.GET or None)
    start = _start(request, form)
    context = {
        "form": form,
        "start": start,
        "kinds": changed_since(start.moment, request.user) if start else [],
        "is_asked": bool(request.GET),
    }
    return render(request, "portal/changes_since.html", context, status=form_status(form))


class SinceForm(forms.Form):
    """The day from which changes are told."""

    since = DayField(label=gettext_lazy("Changed since"), required=False)


def _start(request: PortalRequest, form: SinceForm) -> Start | None:
    for name, find in finders().items():
        if name in request.GET:
            key = whole_number(request.GET[name])
            if key is None:
                raise BadRequest(_("The address does not say since when."))
            return find(request.user, key)
    if form.is_valid() and (day := form.cleaned_data["since"]):
        return Start(_beginning(day), date_format(day, "DATE_FORMAT"))
    return None


def _position(data: QueryDict) -> dict[str, Any]:
    """Where a further page begins, as the link to it says."""
    if "before" not in data:
        return {}
    try:
        group = data.get("without")
        return {"before": Place.read(str(data["before"])), "without": UUID(group) if group else None}
    except ValueError:
        raise BadRequest(_("The address does not say where the page begins.")) from None


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _rows(entries: Iterable[Entry]) -> Iterator[list[str]]:
    for entry in entries:
        change = entry.change
        for field in change.fields or [FieldChange("", "", "")]:
            yield [
                date_format(localtime(change.at), "SHORT_DATETIME_FORMAT"), change.by.name, str(change.act.label),
                entry.kind, str(entry.record), field.label, field.before, field.after, change.reason,
            ]  # fmt: skip
