"""Records that look like the one being created: shown while it is typed, and asked about before it is made twice."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import render

from portal.requests import PortalRequest
from portal.text.danish import Fold

if TYPE_CHECKING:
    from portal.records.forms import VersionedForm

SHORTEST_NAME = 3
SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarBy:
    """What makes two records of a kind look like one. All are names of form fields and of the model's."""

    name: str = ""  # in any spelling; the model keeps all its names in `folded`
    alone: str = ""  # the same in two records, this is enough: an e-mail address
    within: tuple[str, ...] = ()  # only records with the same are looked at
    first: str = ""  # those with the same come first, and only they are taken for the same record

    @property
    def fields(self) -> list[str]:
        return [name for name in (self.name, *self.within, self.alone, self.first) if name]


def similar(form: "VersionedForm") -> QuerySet[Any]:
    """What the user may see that looks like what is typed, the likeliest first; a few at most."""
    by, typed = form.similar_by, _typed(form)
    rows = _comparable(form, typed)
    if by.name or by.alone:
        found = Q(pk=None)
        if len(typed.get(by.name) or "") >= SHORTEST_NAME:
            found |= Q(folded__contains=Fold(Value(typed[by.name])))
        if typed.get(by.alone):
            found |= Q(**{f"{by.alone}__iexact": typed[by.alone]})
        rows = rows.filter(found)
    if typed.get(by.first):
        rows = rows.order_by(Case(When(**{by.first: typed[by.first]}, then=0), default=1), "sort_key")
    return rows[:SHOWN]


def doubles(form: "VersionedForm") -> QuerySet[Any]:
    """What can hardly be anything but the record that is being typed."""
    by, typed = form.similar_by, _typed(form)
    rows = _comparable(form, typed)
    if by.first:
        rows = rows.filter(**{by.first: typed[by.first]})
    if by.name:
        same = Q(folded_name=Fold(Value(typed[by.name] or "")))
        if typed.get(by.alone):
            same |= Q(**{f"{by.alone}__iexact": typed[by.alone]})
        rows = rows.annotate(folded_name=Fold(F(by.name))).filter(same)
    return rows[:SHOWN]


def show_similar(request: PortalRequest, form: "VersionedForm") -> HttpResponse:
    """The answer to what is typed so far, which a form asks for by `?similar=1`."""
    form.data, form.is_bound = request.GET, True
    records = similar(form) if form.similar_by.fields else []
    return render(request, "portal/similar.html", {"names": [(record, full_name(form, record)) for record in records]})


def full_name(form: "VersionedForm", record: Any) -> str:
    """How a record is told from others of the same name: "Fredrikstad (Norge)"."""
    return f"{record} ({getattr(record, form.similar_by.first)})" if form.similar_by.first else str(record)


def _comparable(form: "VersionedForm", typed: dict[str, Any]) -> Any:
    model: Any = form._meta.model
    rows = model.objects.visible_to(form.user).with_names()
    if form.similar_by.first:
        rows = rows.select_related(form.similar_by.first)
    if any(field.name == "merged_into" for field in model._meta.fields):
        rows = rows.filter(merged_into=None)
    if any(typed[name] is None for name in form.similar_by.within):
        return rows.none()
    return rows.filter(**{name: typed[name] for name in form.similar_by.within})


def _typed(form: "VersionedForm") -> dict[str, Any]:
    """What is typed so far into the fields that count; None where it makes no sense yet."""
    typed: dict[str, Any] = {}
    for name in form.similar_by.fields:
        try:
            typed[name] = form.fields[name].clean(form[name].data)
        except ValidationError:
            typed[name] = None
    return typed
