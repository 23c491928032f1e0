"""Two organisations, or two persons, that turn out to be one."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal.forms import OrganisationForm, PersonForm
from portal.models import Merger, Organisation, Person, User
from portal.records.changes import Names, display, is_link, label_of, target
from portal.records.forms import VersionedForm
from portal.records.loading import load_to_change, locked
from portal.records.lookup import OrganisationField
from portal.records.merging import Move, hindrance, merge, moves, undo
from portal.records.pages import posted_version
from portal.records.refusal import form_status
from portal.records.versioned import VersionedModel
from portal.requests import PortalRequest
from portal.views.record import record_model

FORMS: dict[str, type[VersionedForm]] = {"portal.organisation": OrganisationForm, "portal.person": PersonForm}
OF_EACH_ITS_OWN = {"owner", "other_names"}  # other names are put together, so that both stay to be found


class OtherForm(forms.Form):
    """With which record this one is to be merged."""

    def __init__(self, data: Any, *, kept: VersionedModel, user: User) -> None:
        super().__init__(data)
        others: Any = type(kept).objects.visible_to(user).current().exclude(pk=kept.pk)
        if isinstance(kept, Organisation):
            field: forms.Field = OrganisationField(others.filter(is_owner=False), label=_("Merge with"))
        else:
            field = forms.ModelChoiceField(others.filter(owner=kept.owning_id()), label=_("Merge with"))
        self.fields["with"] = field  # no name in Python


class MergeForm(forms.Form):
    """Which of the two values of each fact is kept, and which versions of the two records were compared."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    other_version = forms.IntegerField(widget=forms.HiddenInput)
    merged_on = forms.DateField(
        label=gettext_lazy("Merged on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The day from which they have been one."),
    )

    def __init__(self, data: Any, *, kept: Any, gone: Any, user: User) -> None:
        initial = {"version": kept.version, "other_version": gone.version, "merged_on": timezone.localdate()}
        super().__init__(data, initial=initial)
        if not hasattr(gone, "merged_on"):
            del self.fields["merged_on"]
        self.facts = _facts(kept, gone, user)
        for name, label, values in self.facts:
            if values[1] and values[0] != values[1]:
                choices = [("kept", values[0] or _("(empty)")), ("gone", values[1])]
                self.fields[f"fact-{name}"] = forms.ChoiceField(
                    label=label, choices=choices, initial="kept", required=False, widget=forms.RadioSelect
                )

    def rows(self) -> list[tuple[str, tuple[str, str], Any]]:
        """Each fact with both values and, where there is something to choose, its field."""
        return [
            (label, values, self[f"fact-{name}"] if f"fact-{name}" in self.fields else None)
            for name, label, values in self.facts
        ]

    @property
    def chosen(self) -> set[str]:
        """The facts that are taken from the record that goes."""
        return {name for name, _label, _values in self.facts if self.cleaned_data.get(f"fact-{name}") == "gone"}


@require_http_methods(["GET", "POST"])
def organisation_merge(request: PortalRequest, pk: int) -> HttpResponse:
    return _merge_pages(request, Organisation, pk)


@require_http_methods(["GET", "POST"])
def person_merge(request: PortalRequest, pk: int) -> HttpResponse:
    return _merge_pages(request, Person, pk)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def merger_undo(request: PortalRequest, pk: int) -> HttpResponse:
    """Says what goes back, and on a post takes the merger back."""
    merger = get_object_or_404(Merger.objects.select_for_update(of=("self",)), pk=pk, undone_at=None)
    model = record_model(merger.kind)
    kept, gone = _both(request, model, merger.kept_id, merger.gone_id)
    has_changed = request.method == "POST" and posted_version(request) != kept.version
    if request.method == "POST" and not has_changed:
        try:
            with transaction.atomic():
                undo(merger, kept=kept, gone=gone)
        except IntegrityError:
            messages.error(request, _("The merger cannot be undone: other records have taken the place meanwhile."))
            return redirect(kept)
        messages.success(request, _("%(record)s is on its own again.") % {"record": gone})
        return redirect(gone)
    context = {"merger": merger, "kept": kept, "gone": gone, "has_changed": has_changed}
    status = HTTPStatus.CONFLICT if has_changed else HTTPStatus.OK
    return render(request, "portal/merger_undo.html", context, status=status)


@transaction.atomic
def _merge_pages(request: PortalRequest, model: type[VersionedModel], pk: int) -> HttpResponse:
    """First the choice of the other record, then both side by side; on a post they are merged."""
    kept: Any = load_to_change(request, model, pk)
    data = request.POST if request.method == "POST" else request.GET
    choice = OtherForm(data if "with" in data else None, kept=kept, user=request.user)
    if request.method == "POST" and "with" not in data:
        raise BadRequest(_("The form does not say which record is to be merged into this one."))
    if not choice.is_valid():
        return render(request, "portal/merger_choose.html", {"kept": kept, "form": choice}, status=form_status(choice))
    gone: Any = choice.cleaned_data["with"]
    if request.method == "POST":
        kept, gone = _both(request, model, kept.pk, gone.pk)
    if problem := hindrance(kept, gone, request.user):
        choice.add_error("with", problem)
        context = {"kept": kept, "form": choice}
        return render(request, "portal/merger_choose.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    form = MergeForm(request.POST or None, kept=kept, gone=gone, user=request.user)
    has_changed = form.is_bound and (posted_version(request), request.POST.get("other_version")) != (
        kept.version,
        str(gone.version),
    )
    if form.is_valid() and not has_changed:
        about_gone = {"merged_on": form.cleaned_data["merged_on"]} if "merged_on" in form.fields else {}
        try:
            merge(kept=kept, gone=gone, chosen=form.chosen, user=request.user, **about_gone)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("%(gone)s has gone into %(kept)s.") % {"gone": gone, "kept": kept})
            return redirect(kept)
    if has_changed:
        form = MergeForm(None, kept=kept, gone=gone, user=request.user)
    found = moves(kept, gone)
    context = {
        "kept": kept,
        "gone": gone,
        "form": form,
        "moves": [(move, move.visible(move.coming + move.doubles, request.user)) for move in found if move.count],
        "staying": [move for move in found if move.staying],
        "blocked": list(_visible_blocks(found, request.user)),
        "is_blocked": any(move.blocked for move in found),
        "swapped": f"{reverse(f'{model._meta.model_name}_merge', args=[gone.pk])}?with={kept.pk}",
        "has_changed": has_changed,
    }
    status = HTTPStatus.CONFLICT if has_changed else form_status(form)
    return render(request, "portal/merger.html", context, status=status)


def _both(request: PortalRequest, model: type[VersionedModel], kept: int, gone: int) -> tuple[Any, Any]:
    """Both records for saving, always locked in the same order."""
    found = {pk: locked(request, model, pk) for pk in sorted({kept, gone})}
    return found[kept], found[gone]


def _visible_blocks(found: Iterable[Move], user: User) -> Iterable[tuple[Any, str]]:
    """The records in the way that the user may see, and why."""
    for move in found:
        reasons = {move.link.record_key(row): reason for row, reason in move.blocked}
        for record in move.visible([row for row, _reason in move.blocked], user):
            yield record, reasons[record.pk]


def _facts(kept: VersionedModel, gone: VersionedModel, user: User) -> list[tuple[str, str, tuple[str, str]]]:
    """Name, label and both values of each fact that the form of these records has and that one of them has."""
    names = [name for name in FORMS[kept.label]._meta.fields or () if name not in OF_EACH_ITS_OWN]
    fields: list[Any] = [kept._meta.get_field(name) for name in names]
    pointing = [field for field in fields if is_link(field)]
    known = Names(
        user, (target(field, one, getattr(one, field.attname)) for field in pointing for one in (kept, gone))
    )
    texts = [
        (field, [display(field, getattr(one, field.attname), known, one) for one in (kept, gone)]) for field in fields
    ]
    return [(field.name, label_of(field), (mine, theirs)) for field, (mine, theirs) in texts if mine or theirs]
