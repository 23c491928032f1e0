"""Filters of lists: what is typed is folded as the database folds names, and options that rarely change are kept."""

from collections.abc import Callable
from copy import copy
from datetime import date
from functools import partial
from typing import Any, Self

import django_filters
from django import forms
from django.core.cache import caches
from django.db.models import QuerySet, Value
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ChoiceIterator

from portal.access import Action
from portal.lists.columns import Text
from portal.models import Country, Department, Organisation, Topic, User
from portal.records import confirmation
from portal.records.partial_date import day_text
from portal.text.danish import Fold


class Select(forms.Select):
    """A select written in one go: Django renders a template for every option, which was half of a list's cost.

    Under the name `kept_as`, if it has one, its options are written once a minute.
    """

    def __init__(self, kept_as: str = "") -> None:
        super().__init__()
        self.kept_as = kept_as

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        options = kept(self.kept_as, self.options_html) if self.kept_as else self.options_html()
        if value:
            option = f'<option value="{escape(value)}"'
            options = options.replace(f"{option}>", f"{option} selected>", 1)
        attributes = _attributes({"name": name, **self.attrs, **(attrs or {})})
        return mark_safe(f"<select{attributes}>{options}</select>")  # noqa: S308 - all of it is escaped

    def __deepcopy__(self, memo: dict[int, Any]) -> "Select":
        return Select(self.kept_as)  # the choices are for its field to set

    def options_html(self) -> str:
        return "".join(f'<option value="{escape(key)}">{escape(label)}</option>' for key, label in self.choices)


class SearchInput(forms.SearchInput):
    """A field for what is searched for, written without a template."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = {"value": value} if value else {}
        attributes = _attributes({"type": "search", "name": name, **given, **self.attrs, **(attrs or {})})
        return mark_safe(f"<input{attributes}>")  # noqa: S308 - all of it is escaped


def _attributes(attributes: dict[str, Any]) -> str:
    """What `flatatt` answers, with less ado."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not None and value is not False
    )


class Choices(ChoiceIterator):
    """The choices of a field. A form copies its fields deeply, which for fixed choices is much work for nothing."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


class ChoiceField(django_filters.fields.ChoiceField):
    """One of a set of choices, written by `Select`."""

    widget = Select
    iterator = Choices

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self  # the filter made it for this very request


class Light(django_filters.Filter):
    """A filter that is cheap to copy: every request has filters of its own, but what they were told never changes."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        twin = copy(self)
        twin.extra = self.extra.copy()  # where a filter puts what this very user may choose among
        if self.method is not None:
            twin.method = self.method  # anew: a filter by method finds its filter set through itself
        return twin


class NameFilter(Light, django_filters.CharFilter):
    """Rows whose folded names hold what was typed, in whatever spelling: gyor, arhus, aarhus."""

    def __init__(self, field_name: str, **options: Any) -> None:
        options.setdefault("label", _("Search"))
        super().__init__(field_name, widget=SearchInput, **options)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__contains": Fold(Value(value))}) if value else qs


class ChoiceFilter(Light, django_filters.ChoiceFilter):
    """One of a fixed set of choices, or any."""

    field_class = ChoiceField

    def __init__(self, *, choices: Any, **options: Any) -> None:
        widget = Select(f"options:{choices.__module__}.{choices.__qualname__}")
        super().__init__(choices=choices.choices, empty_label=_("All"), widget=widget, **options)


class ReferenceFilter(Light, django_filters.ChoiceFilter):
    """One of the rows of a reference table (countries, topics), which everybody may see and which rarely change."""

    field_class = ChoiceField

    def __init__(self, model: type[Country] | type[Topic], **options: Any) -> None:
        def choices() -> list[tuple[Any, str]]:
            return kept(f"choices:{model._meta.label}", lambda: [(row.pk, str(row)) for row in model.objects.in_use()])

        widget = Select(f"options:{model._meta.label}")
        super().__init__(choices=choices, empty_label=_("All"), widget=widget, **options)


class DepartmentFilter(Light, django_filters.ChoiceFilter):
    """One of the departments of the user's owners."""

    field_class = ChoiceField
    extra: dict[str, Any]

    def __init__(self, field_name: str = "department", **options: Any) -> None:
        super().__init__(field_name, label=_("Department"), empty_label=_("All"), **options)

    @property
    def field(self) -> forms.Field:
        user = self.parent.request.user
        name = f"departments:{','.join(str(owner) for owner in sorted(user.rights))}"
        choices = partial(kept, name, lambda: [(row.pk, str(row)) for row in Department.objects.visible_to(user)])
        self.extra |= {"choices": choices, "widget": Select(f"options:{name}")}
        return super().field


class Narrowing(Light, django_filters.BooleanFilter):
    """A filter that is on or off and comes with a view: no field to fill in, but a chip says so where it is on."""

    def __init__(self, narrow: Callable[[Any, User], Any], *, label: Text) -> None:
        super().__init__(label=label, widget=forms.HiddenInput)
        self.narrow = narrow

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return self.narrow(qs, self.parent.request.user) if value else qs


class Pointing(Narrowing):
    """Only rows that point to one record, whose key a link from elsewhere knows. A chip says so."""

    field_class = forms.IntegerField

    def __init__(self, path: str, *, label: Text) -> None:
        super().__init__(lambda rows, _user: rows, label=label)
        self.path = path

    def filter(self, qs: QuerySet[Any], value: int | None) -> QuerySet[Any]:
        return qs if value is None else qs.filter(**{self.path: value})


class YearFilter(Light, django_filters.Filter):
    """Rows of one year."""

    field_class = forms.IntegerField

    def __init__(self, field_name: str) -> None:
        super().__init__(f"{field_name}__year", label=_("Year"), min_value=1000, max_value=9998)


def responsible_is_me(path: str = "responsible") -> Narrowing:
    """Records whose responsible person has the user's address."""
    return Narrowing(lambda rows, user: rows.filter(**{f"{path}__email__iexact": user.email}), label=_("Mine"))


def nobody_responsible(path: str = "responsible") -> Narrowing:
    return Narrowing(lambda rows, _user: rows.filter(**{path: None}), label=_("Nobody responsible"))


def not_confirmed() -> Narrowing:
    """Records of which nobody has said within a year that they are still right."""
    return Narrowing(
        lambda rows, _user: confirmation.not_confirmed(rows, today=timezone.localdate()),
        label=_("Not confirmed for 12 months"),
    )


def kept[T](name: str, make: Callable[[], T]) -> T:
    """What `make` returns, in the language of the request; made once a minute in each process."""
    found: Any = caches["process"].get_or_set(f"{name}:{get_language()}", make, 60)
    return found


class OwnerFilter(Light, django_filters.ModelChoiceFilter):
    """One of the owners that the user works for."""


def owner_filter(path: str = "owner") -> OwnerFilter:
    return OwnerFilter(label=_("Owner"), queryset=owner_choices, empty_label=_("All"), field_name=path)


def owner_choices(request: HttpRequest | None) -> QuerySet[Organisation]:
    """The owners that the user may read."""
    if request is None or not request.user.is_authenticated:
        return Organisation.objects.none()
    return Organisation.objects.filter(pk__in=[owner.pk for owner in request.user.owners_where(Action.VIEW)])


def in_words(form: forms.Form) -> list[str]:
    """What the visible fields of a filter's form ask, such as "Country: China"; nothing of an invalid one."""
    answers = form.cleaned_data if form.is_valid() else {}
    return [
        f"{field.label}: {_in_words(answers[field.name], field.field)}"
        for field in form.visible_fields()
        if answers.get(field.name)
    ]


def _in_words(value: Any, field: forms.Field) -> str:
    match value:
        case date():
            return day_text(value)
        case True:
            return gettext("yes")
        case str() | int() if isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            return next(str(name) for key, name in choices if str(key) == str(value))
    return str(value)
