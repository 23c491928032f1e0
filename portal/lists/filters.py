"""Filters of lists: what is typed is folded as the database folds names, and options that rarely change are kept."""

from typing import Any

import django_filters
from django import forms
from django.core.cache import caches
from django.db.models import QuerySet, Value
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.access import Action
from portal.models import Country, Organisation, Topic
from portal.text.danish import Fold


class NameFilter(django_filters.CharFilter):
    """Rows whose folded names hold what was typed, in whatever spelling: gyor, arhus, aarhus."""

    def __init__(self, field_name: str, **options: Any) -> None:
        options.setdefault("label", _("Search"))
        super().__init__(field_name, widget=forms.SearchInput, **options)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__contains": Fold(Value(value))}) if value else qs


class ChoiceFilter(django_filters.ChoiceFilter):
    """One of a fixed set of choices, or any."""

    def __init__(self, *, choices: Any, **options: Any) -> None:
        super().__init__(choices=choices.choices, empty_label=_("All"), **options)


class ReferenceFilter(django_filters.ChoiceFilter):
    """One of the rows of a reference table (countries, topics). The options are asked for once in ten minutes."""

    def __init__(self, model: type[Country] | type[Topic], **options: Any) -> None:
        super().__init__(choices=lambda: self._options(model), empty_label=_("All"), **options)

    @staticmethod
    def _options(model: type[Country] | type[Topic]) -> list[tuple[Any, str]]:
        key = f"options:{model._meta.label}:{get_language()}"
        return caches["process"].get_or_set(key, lambda: [(row.pk, str(row)) for row in model.objects.all()], 600)


def owner_choices(request: HttpRequest | None) -> QuerySet[Organisation]:
    """The owners that the user may read."""
    if request is None or not request.user.is_authenticated:
        return Organisation.objects.none()
    return Organisation.objects.filter(pk__in=[owner.pk for owner in request.user.owners_where(Action.VIEW)])
