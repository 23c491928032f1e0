"""Somebody leaves, or gets other work: what the person is responsible for is given to somebody else in one go."""

from collections import defaultdict
from functools import cache
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from portal.lists.bulk import Act, Wish, change_rows
from portal.models import Person, User
from portal.records.forms import VersionedForm
from portal.records.loading import load_to_change
from portal.records.refusal import form_status
from portal.records.tick_list import TickList
from portal.records.versioned import VersionedModel
from portal.requests import PortalRequest

FIELD = "responsible"


class SuccessionForm(forms.Form):
    """Who takes over, and which of the records, each as the user saw it."""

    successor = forms.ModelChoiceField(Person.objects.none(), label=_("Who takes over"))
    records = forms.MultipleChoiceField(
        label=_("What is taken over"),
        widget=TickList,
        error_messages={
            "required": _("Tick what is to be taken over."),
            "invalid_choice": _("Something here has been changed meanwhile. Look again, and tick what is taken over."),
        },
    )
    change_reason = VersionedForm.base_fields["change_reason"]

    def __init__(self, data: Any, *, person: Person, user: User) -> None:
        super().__init__(data)
        self.person, self.user = person, user
        others: Any = Person.objects.visible_to(user).current().filter(owner=person.owner_id)
        self.fields["successor"].queryset = others.exclude(pk=person.pk).order_by("sort_key")  # type: ignore[attr-defined]
        choices = [
            (capfirst(model._meta.verbose_name_plural), [(_named(record), str(record)) for record in records])
            for model in _models()
            if (records := model.objects.visible_to(user).with_names().unfinished().filter(**{FIELD: person}))
        ]
        self.fields["records"].choices = choices  # type: ignore[attr-defined]
        self.initial["records"] = [value for _kind, group in choices for value, _name in group]

    def pass_on(self) -> int:
        """Give what is ticked to the successor and answer with how many; 0 and errors if one may not be changed."""
        versions: dict[str, dict[int, int | None]] = defaultdict(dict)
        for value in self.cleaned_data["records"]:
            label, key, version = value.split(":")
            versions[label][int(key)] = int(version)
        with transaction.atomic():
            for label, rows in versions.items():
                model = apps.get_model(label)
                wish = Wish(FIELD, model._meta.get_field(FIELD).formfield(), Act.SET, self.cleaned_data["successor"])
                reason = self.cleaned_data["change_reason"] or self._reason()
                result = change_rows(model=model, versions=rows, wishes=[wish], reason=reason, user=self.user)
                if not result.group:
                    transaction.set_rollback(True)
                    for row in result.rows:
                        if row.refusal:
                            self.add_error("records", f"{row.record}: {row.refusal}")
                    if not self.errors:
                        self.add_error("records", self.fields["records"].error_messages["invalid_choice"])
                    return 0
        return len(self.cleaned_data["records"])

    def _reason(self) -> str:
        return gettext("Taken over from %(person)s") % {"person": self.person}


@cache
def _models() -> list[type[VersionedModel]]:
    """The kinds of records that one person is responsible for."""
    fields = {model: {field.name for field in model._meta.fields} for model in apps.get_models()}
    return [model for model, names in fields.items() if issubclass(model, VersionedModel) and FIELD in names]


def _named(record: VersionedModel) -> str:
    return f"{record.label}:{record.pk}:{record.version}"


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
