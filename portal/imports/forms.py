"""What is asked on the way from a file to records: what it holds and whose it is, and which column is which."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.imports.cells import columns, form_of
from portal.imports.checking import ID, labels
from portal.imports.keeping import kept_rows
from portal.imports.mapping import missing
from portal.imports.reading import UnreadableFileError
from portal.imports.registry import Importer, importer_of, importers
from portal.imports.starting import begin
from portal.models import ImportRun, Organisation, User

SAMPLES = 3  # values shown below each heading


class UploadForm(forms.Form):
    """A file, what its rows are, and whose."""

    kind = forms.ChoiceField(label=gettext_lazy("What the rows are"))
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Owner"),
        queryset=Organisation.objects.none(),
        help_text=gettext_lazy("Whose records they are. Shared records, such as organisations, have no owner."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        help_text=gettext_lazy("Excel (.xlsx), CSV or TSV, at most 20 MB, with the headings in the first row."),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        kinds = importers(user)
        kind_field, owner_field = self.fields["kind"], self.fields["owner"]
        kind_field.choices = [(importer.kind, importer.title) for importer in kinds]  # type: ignore[attr-defined]
        owners = {owner.pk: owner for importer in kinds for owner in importer.owners(user)}
        owner_field.queryset = Organisation.objects.filter(pk__in=owners).order_by("sort_key")  # type: ignore[attr-defined]
        owner_field.empty_label = None  # type: ignore[attr-defined]
        if len(owners) < 2:  # whoever works for one owner has nothing to choose
            del self.fields["owner"]
        self.only_owner = next(iter(owners.values()), None)
        self.run: ImportRun | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        importer, file = importer_of(cleaned.get("kind", "")), cleaned.get("file")
        owner = cleaned.get("owner", self.only_owner)
        if importer is None or file is None:
            return cleaned
        if importer.belongs_to_owner and owner not in importer.owners(self.user):
            raise ValidationError(_("You may not create such records at this owner."), code="owner")
        try:
            self.run = begin(
                importer=importer, file=file.file, size=file.size, name=file.name, owner=owner, user=self.user
            )
        except UnreadableFileError as error:
            self.add_error("file", str(error))
        return cleaned


@dataclass(frozen=True)
class MappingLine:
    """A field of the records, with where its values come from."""

    label: str
    is_required: bool
    column: forms.BoundField
    fixed: forms.BoundField | None
    suggestions: list[str]


class MappingForm(forms.Form):
    """Where each field's values come from: a column, a value that is typed for all rows, or nowhere."""

    def __init__(self, data: Any = None, *, run: ImportRun, importer: Importer, user: User) -> None:
        super().__init__(data)
        self.run, self.importer, self.user = run, importer, user
        self.record_form = form_of(importer, user)
        self.labels = labels(importer, user)
        places = [(str(place), heading or f"({place + 1})") for place, heading in enumerate(run.headings)]
        for name in [ID, *importer.fields]:
            label = self.labels[name]
            self.fields[f"column_{name}"] = forms.ChoiceField(
                choices=[("", _("– nothing –")), *places],
                required=False,
                initial=str(run.mapping.get(name, "")),
                label=_("%(field)s from") % {"field": label},
            )
            if name != ID:
                self.fields[f"fixed_{name}"] = forms.CharField(
                    required=False,
                    initial=run.fixed.get(name, ""),
                    label=_("%(field)s of all rows") % {"field": label},
                    widget=forms.TextInput(attrs={"list": f"choices-{name}", "autocomplete": "off"}),
                )
        self.fields["takes_repeats"] = forms.BooleanField(
            required=False,
            initial=run.takes_repeats,
            label=_("Several rows may say the same about one record"),
            help_text=_("Then the first of them counts. Otherwise, and where they differ, all of them are refused."),
        )

    @property
    def lines(self) -> list[MappingLine]:
        return [
            MappingLine(
                label=self.labels[name],
                is_required=name != ID and self.record_form.fields[name].required,
                column=self[f"column_{name}"],
                fixed=self[f"fixed_{name}"] if name != ID else None,
                suggestions=self._suggestions(name),
            )
            for name in [ID, *self.importer.fields]
        ]

    def _suggestions(self, name: str) -> list[str]:
        field = self.record_form.fields.get(name)
        if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
            return []
        choices: Any = field.choices
        return [str(label) for code, label in choices if code != ""]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = [ID, *self.importer.fields]
        mapping = {name: int(column) for name in names if (column := cleaned.get(f"column_{name}"))}
        fixed = {name: text for name in names if (text := cleaned.get(f"fixed_{name}"))}
        for name in mapping.keys() & fixed.keys():
            self.add_error(f"fixed_{name}", _("Choose a column or write a value, not both."))
        for column in columns(self.importer, self.record_form, fixed, self.run.owner):
            text = fixed[column.name]
            column.learn([text])
            meaning = column.meanings[text]
            several = _("Several are called “%(text)s”.") % {"text": text} if len(meaning.keys) > 1 else ""
            if problem := meaning.problem or several:
                self.add_error(f"fixed_{column.name}", problem)
        if lacking := missing(self.importer, mapping.keys() | fixed.keys(), self.user):
            text = _("Say where this comes from, since it tells which record a row is about: %(fields)s.")
            self.add_error(None, text % {"fields": ", ".join(lacking)})
        self.run.mapping, self.run.fixed = mapping, fixed
        self.run.takes_repeats = cleaned["takes_repeats"]
        return cleaned


def samples(run: ImportRun) -> list[tuple[str, list[str]]]:
    """Each heading with the first values below it."""
    with run.file.open() as file:
        rows = [row.cells for row, _place in zip(kept_rows(file), range(SAMPLES), strict=False)]
    return [(heading, [row[place] for row in rows]) for place, heading in enumerate(run.headings)]
