"""Changing many records at once: rows are named one by one, shown as they will be, and changed all or not at all."""

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import UUID

import pghistory
from django import forms
from django.core.exceptions import BadRequest
from django.db import IntegrityError, models, transaction
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.db.models.functions import Now
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import User
from portal.records.changes import FieldChange
from portal.records.clash import display
from portal.records.forms import OF_ANOTHER_OWNER, VersionedForm, chooses_many, is_of_another_owner
from portal.records.refusal import refusal_text
from portal.records.versioned import VersionedModel

LIMIT = 500  # rows


class Act(models.TextChoices):
    """What to do to a field of all chosen rows."""

    LEAVE = "leave", _("Leave as it is")
    SET = "set", _("Set to")
    ADD = "add", _("Add")
    REMOVE = "remove", _("Take away")
    CLEAR = "clear", _("Make empty")


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do to one field: for ADD and REMOVE, `value` holds the rows of the other table."""

    name: str
    field: forms.Field
    act: Act
    value: Any


@dataclass(slots=True)
class Row:
    """One chosen record: how the wishes change it, or why they cannot."""

    record: Any
    changes: list[FieldChange] = field(default_factory=list)
    refusal: str = ""
    is_stale: bool = False  # somebody has saved since the user saw it

    @property
    def will_change(self) -> bool:
        return bool(self.changes) and not self.refusal


class BulkForm(forms.Form):
    """For each field that makes sense to change in bulk: what to do, and the value to do it with."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        form_class: type[VersionedForm],
        user: User,
        typed: QueryDict | None = None,
    ) -> None:
        """`typed` is what was filled in before, to be shown again without judging it."""
        super().__init__(data)
        record_form = form_class(instance=form_class._meta.model(), user=user)
        self.names = form_class.in_bulk
        for name in self.names:
            value: Any = record_form.fields[name]
            acts = _acts(value)
            value.required = False
            self.fields[f"{name}-act"] = forms.ChoiceField(
                label=value.label, choices=[(act, act.label) for act in acts], initial=Act.LEAVE,
                widget=forms.RadioSelect,
            )  # fmt: skip
            self.fields[name] = value
            if isinstance(value, forms.ChoiceField) and not isinstance(value, forms.ModelChoiceField):
                choices: Any = value.choices
                value.choices = [("", BLANK_CHOICE_LABEL), *(choice for choice in choices if choice[0])]
                value.initial = ""
        self.fields["change_reason"] = deepcopy(VersionedForm.base_fields["change_reason"])
        for name, value in self.fields.items():
            if typed and name in typed:
                many = chooses_many(value)
                self.initial[name] = typed.getlist(name) if many else typed[name]

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """What to do, and with which value, of one field after the other."""
        return [(self[f"{name}-act"], self[name]) for name in self.names]

    @property
    def posted(self) -> list[tuple[str, str]]:
        """All that was filled in, for hidden inputs of the next page."""
        data: Any = self.data
        return [(name, value) for name in self.fields for value in data.getlist(name)]

    def clean(self) -> dict[str, Any]:
        for name in self.names:
            act = self.cleaned_data.get(f"{name}-act")
            if act in (Act.LEAVE, Act.CLEAR):
                self.errors.pop(name, None)  # of a value that is not used
            elif act and name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, _("Say what value, or leave the field as it is."))
        if not self.errors and not self.wishes:
            self.add_error(None, _("Choose at least one field to change."))
        return self.cleaned_data

    @property
    def wishes(self) -> list[Wish]:
        """What is to be done; only after the form was found valid."""
        acts = [(name, Act(self.cleaned_data[f"{name}-act"])) for name in self.names]
        return [
            Wish(name, self.fields[name], act, None if act == Act.CLEAR else self.cleaned_data[name])
            for name, act in acts
            if act != Act.LEAVE
        ]


def _acts(value: forms.Field) -> list[Act]:
    if chooses_many(value):
        return [Act.LEAVE, Act.ADD, Act.REMOVE, Act.CLEAR]
    return [Act.LEAVE, Act.SET] if value.required else [Act.LEAVE, Act.SET, Act.CLEAR]


def chosen_rows(data: QueryDict) -> dict[int, int | None]:
    """The keys of the chosen rows, each with the version that the user saw ("5:3"), if the page before showed one."""
    rows: dict[int, int | None] = {}
    try:
        for value in data.getlist("row"):
            key, _colon, version = value.partition(":")
            rows[int(key)] = int(version) if version else None
    except ValueError:
        raise BadRequest(gettext("A row is named by a number.")) from None
    if not rows:
        raise BadRequest(gettext("No row is chosen. Go back and tick those that you want to change."))
    if len(rows) > LIMIT:
        raise BadRequest(gettext("Choose at most %(limit)d rows at a time.") % {"limit": LIMIT})
    return rows


def rows_of(
    model: type[VersionedModel], keys: Collection[int], wishes: list[Wish], user: User, *, lock: bool = False
) -> list[Row]:
    """What the wishes would do to each of the rows that `user` may see, in the order in which they were named.

    It takes one query, and one more for each field with many values. With `lock` nobody else can change the rows
    until the transaction ends.
    """
    records = model.objects.visible_to(user).filter(pk__in=[key for key in keys if key < 2**63]).order_by("pk")
    many = [wish.name for wish in wishes if chooses_many(wish.field)]
    one = [wish.name for wish in wishes if model._meta.get_field(wish.name).many_to_one]
    around = [model.owner_path.rpartition("__")[0]] if model.owner_path else []
    if reads := [*model.name_needs, *filter(None, around), *one]:
        records = records.select_related(*reads)
    if lock:
        records = records.select_for_update(of=("self",))
    rows = {record.pk: _row(record, wishes, user) for record in records.prefetch_related(*many)}
    return [rows[key] for key in keys if key in rows]


def _row(record: VersionedModel, wishes: list[Wish], user: User) -> Row:
    row = Row(record)
    if not access.may_change(user, record):
        row.refusal = record.frozen_because() or gettext("You may read this, but not change it.")
    for wish in wishes:
        before, after = _values(record, wish)
        if before == after:
            continue
        row.changes.append(FieldChange(str(wish.field.label), _text(wish, before), _text(wish, after)))
        if wish.act != Act.REMOVE and is_of_another_owner(wish.value, record):
            row.refusal = row.refusal or f"{wish.field.label}: {OF_ANOTHER_OWNER}"
    return row


def _values(record: VersionedModel, wish: Wish) -> tuple[Any, Any]:
    """A field's value as it is and as it is wished."""
    if not chooses_many(wish.field):
        return getattr(record, wish.name), _stored(type(record), wish)
    before = list(getattr(record, wish.name).all())
    match wish.act:
        case Act.ADD:
            return before, before + [other for other in wish.value if other not in before]
        case Act.REMOVE:
            return before, [other for other in before if other not in wish.value]
    return before, []


def _text(wish: Wish, value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else display(wish.field, value)


def _stored(model: type[VersionedModel], wish: Wish) -> Any:
    """The value that a field of its own gets."""
    return (None if model._meta.get_field(wish.name).null else "") if wish.act == Act.CLEAR else wish.value


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it: all rows changed, as one group of the history, or none and each row says why."""

    rows: list[Row]
    missing: int = 0  # rows that are in the trash by now, or were never the user's to see
    group: UUID | None = None  # which the events of this change share

    @property
    def response_status(self) -> HTTPStatus:
        if self.group:
            return HTTPStatus.OK
        is_stale = self.missing or any(row.is_stale for row in self.rows)
        return HTTPStatus.CONFLICT if is_stale else HTTPStatus.UNPROCESSABLE_ENTITY


@transaction.atomic
def change_rows(
    *, model: type[VersionedModel], versions: Mapping[int, int | None], wishes: list[Wish], reason: str, user: User
) -> Result:
    """Change all the rows, or none: if one is not as the user saw it, may not be changed or would break a rule."""
    rows = rows_of(model, versions, wishes, user, lock=True)
    missing = len(versions) - len(rows)
    for row in rows:
        row.is_stale = versions[row.record.pk] != row.record.version
    changing = [row for row in rows if row.will_change]
    if missing or not changing or any(row.is_stale or row.refusal for row in rows):
        return Result(rows, missing)
    with pghistory.context(reason=reason) as context:
        try:
            with transaction.atomic():
                _write(model, [row.record.pk for row in changing], wishes)
        except IntegrityError:
            _name_culprits(model, changing, wishes)
            return Result(rows)
    return Result(rows, group=context.id)


def _write(model: type[VersionedModel], keys: list[int], wishes: list[Wish]) -> None:
    """All rows get the same, so it takes one statement, and one or two more for each field with many values."""
    values = {wish.name: _stored(model, wish) for wish in wishes if not chooses_many(wish.field)}
    model.objects.filter(pk__in=keys).update(**values, updated_at=Now())  # the version moves for links, too
    for wish in wishes:
        if chooses_many(wish.field):
            _link(model, keys, wish)


def _link(model: type[VersionedModel], keys: list[int], wish: Wish) -> None:
    relation: Any = model._meta.get_field(wish.name)
    through, here, there = relation.remote_field.through, relation.m2m_field_name(), relation.m2m_reverse_field_name()
    if wish.act == Act.ADD:
        pairs = [{f"{here}_id": key, f"{there}_id": other.pk} for key in keys for other in wish.value]
        through._default_manager.bulk_create([through(**pair) for pair in pairs], ignore_conflicts=True)
        return
    links = through._default_manager.filter(**{f"{here}__in": keys})
    (links if wish.act == Act.CLEAR else links.filter(**{f"{there}__in": wish.value})).delete()


def _name_culprits(model: type[VersionedModel], rows: list[Row], wishes: list[Wish]) -> None:
    """Say of each row which rule it would break, alone or together with those before it. Nothing is kept."""
    with transaction.atomic():
        for row in rows:
            try:
                with transaction.atomic():
                    _write(model, [row.record.pk], wishes)
            except IntegrityError as refusal:
                row.refusal = refusal_text(model, refusal)
        transaction.set_rollback(True)
