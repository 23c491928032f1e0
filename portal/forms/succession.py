from collections import defaultdict
from functools import cache
from typing import Any

from django import forms
from django.apps import apps
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.lists.bulk import Act, Wish, change_rows
from portal.models import Person, User
from portal.records.forms import VersionedForm
from portal.records.tick_list import TickList
from portal.records.versioned import VersionedModel

FIELD = "responsible"  # of every kind of record that one person is responsible for


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
