"""The form of a record: knows which version it was opened on, who is asking, and why the change is made."""

import uuid
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, ClassVar, Self, TypeGuard

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, transaction
from django.db.models import BaseConstraint, CheckConstraint, Model, QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import Organisation, User
from portal.records.field_group import FieldGroup
from portal.records.lookup import OrganisationField, OrganisationsField
from portal.records.quick import new_related
from portal.records.refusal import broken_constraint
from portal.records.similar import SimilarBy, doubles, full_name
from portal.records.tick_list import TickList
from portal.records.versioned import VersionedModel

# Days outside are slips of the pen; counting months from the last year of the calendar would overflow.
WITHIN_REASON = {
    forms.DateField: [MinValueValidator(date(1000, 1, 1)), MaxValueValidator(date(2999, 12, 31))],
    forms.DateTimeField: [
        MinValueValidator(datetime(1000, 1, 1, tzinfo=UTC)),
        MaxValueValidator(datetime(2999, 12, 31, tzinfo=UTC)),
    ],
}
OF_ANOTHER_OWNER = _("This belongs to another owner.")
_forms: dict[type[Model], type["VersionedForm"]] = {}


ABOUT_THE_SAVE = {"version", "chosen", "creation_key", "change_reason"}  # fields that say nothing of the record


class VersionedForm(forms.ModelForm):
    """A model form with the hidden fields that guard against lost and doubled saves, and a reason for the history.

    Choices are limited to what `user` may see, and owners to those at which the user has the right to save.
    """

    groups: ClassVar[list[tuple[Promise, list[str]]]] = []  # headings, and the names of the fields below each
    folded: ClassVar[list[str]] = []  # first fields of the groups that are folded while nothing stands in them
    short: ClassVar[list[str]] = []  # the fields that are asked for in a dialog on another form; all of them if empty
    similar_by: ClassVar[SimilarBy] = SimilarBy()  # what makes a new record look like one that is there
    to_mend: ClassVar[dict[str, str]] = {}  # names of constraints, and of the fields at which to say they are broken
    in_bulk: ClassVar[list[str]] = []  # names of the fields that it makes sense to change in many records at once
    is_main: ClassVar[bool] = True  # False for a second form of the same kind of records, such as that of one step

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    creation_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    chosen = forms.JSONField(widget=forms.HiddenInput, required=False)  # among many, when the form was opened
    change_reason = forms.CharField(
        label=_("Reason for the change"), max_length=300, required=False, help_text=_("Shown in the history.")
    )

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if cls.is_main and (meta := vars(cls).get("Meta")):
            if meta.model in _forms:
                raise TypeError(f"Both {cls} and {_forms[meta.model]} claim to be the form of {meta.model}.")
            _forms[meta.model] = cls

    def __init__(self, *args: Any, user: User, address: str = "", is_short: bool = False, **kwargs: Any) -> None:
        """`address` is where the form of a new record stands, which also knows the records that look like it."""
        super().__init__(*args, **kwargs)
        self.user = user
        self._owner_id = self._owning_id()  # before anything is changed
        is_new = self.instance.pk is None
        if is_new:
            self.fields["creation_key"].initial = uuid.uuid4
        else:
            self.fields["version"].initial = self.instance.version
        del self.fields["version" if is_new else "creation_key"]
        if is_new:
            del self.fields["change_reason"]
        else:
            self.order_fields([name for name in self.fields if name != "change_reason"] + ["change_reason"])
        if is_short and self.short:
            self.fields = {name: self.fields[name] for name in [*self.short, "creation_key", "chosen"]}
        for name, field in list(self.fields.items()):
            related = None
            if isinstance(field, forms.ModelChoiceField) and not is_short and name != "owner":
                related = new_related(field, user, owner_id=self._owner_id)
            self.fields[name] = self._fitted(name, field)
            if related:
                self.fields[name].new_related = related  # type: ignore[attr-defined]  # for components/field.html
        if is_new and self.similar_by.fields:
            self._watch_for_similar(address)
        many = [name for name, field in self.fields.items() if chooses_many(field)]
        if is_new or not many:
            del self.fields["chosen"]
        else:
            self.fields["chosen"].initial = {name: [one.pk for one in self.initial[name]] for name in many}

    def _watch_for_similar(self, address: str) -> None:
        """Show what looks like the record below the field that names it; see components/field.html."""
        if self.is_bound:
            self.fields["create_anyway"] = forms.BooleanField(label=_("Create it anyway"), required=False)
        by = self.similar_by
        self.fields[by.name or by.within[-1]].similar = {  # type: ignore[attr-defined]
            "address": f"{address}?similar=1",
            "trigger": ", ".join(f"input from:#{self[name].auto_id} delay:400ms" for name in by.fields),
            "include": ", ".join(f"#{self[name].auto_id}" for name in by.fields),
        }

    def _owning_id(self) -> int | None:
        try:
            return self.instance.owning_id()
        except ObjectDoesNotExist:  # a new record, which does not know yet what it will belong to
            return None

    @classmethod
    def of_fields(cls, names: Collection[str], *args: Any, **kwargs: Any) -> Self:
        """The form with some of its fields only, as far as it has them, besides those that guard the save."""
        form = cls(*args, **kwargs)
        many = (
            {"chosen"} if any(name in names and chooses_many(field) for name, field in form.fields.items()) else set()
        )
        for name in form.fields.keys() - {*names, "version", *many}:
            del form.fields[name]
        return form

    @property
    def fieldsets(self) -> list[FieldGroup]:
        """The visible fields under their headings, as the template writes them.

        Empty for a form without headings, and for one with some of its fields only.
        """
        named = {name for _legend, names in self.groups for name in names}
        if not named or not named <= self.fields.keys():
            return []
        rest = [name for name, field in self.fields.items() if name not in named and not field.widget.is_hidden]
        groups = [
            FieldGroup(str(legend), [self[name] for name in names], folds=names[0] in self.folded)
            for legend, names in self.groups
        ]
        return [*groups, FieldGroup("", [self[name] for name in rest])] if rest else groups

    def opened_with(self, name: str) -> list[Any]:
        """The keys that were chosen among many when the form was opened: what the post says, or what is stored."""
        field = self.fields["chosen"]
        try:
            chosen = field.to_python(self["chosen"].data) if self.is_bound else field.initial
        except ValidationError:
            chosen = None
        keys = chosen.get(name) if isinstance(chosen, dict) else None
        return keys if isinstance(keys, list) else []

    def fill_in(self, typed: QueryDict) -> None:
        """Show what was typed earlier and not saved, without complaining yet of what it lacks."""
        for name, field in self.fields.items():
            if not field.disabled and (name in typed or not field.widget.is_hidden):
                self.initial[name] = field.widget.value_from_datadict(typed, MultiValueDict(), self.add_prefix(name))

    @property
    def has_changed_links(self) -> bool:
        """Whether a choice among many changes (topics, networks ...), which are rows of tables of their own."""
        return any(chooses_many(field) and self._changes(name) for name, field in self._links.items())

    @classmethod
    def reads(cls) -> tuple[str, ...]:
        """Lookups of the records that a save looks at beside its own: those that choices of this form lead to."""
        return tuple(
            f"{link.name}__country" if model is Organisation and link.name != "owner" else link.name
            for link, model in cls._meta.model.links()
            if link.name in cls.base_fields
        )

    @property
    def _links(self) -> dict[str, Any]:
        """The fields that choose among records, one or many."""
        return {name: field for name, field in self.fields.items() if isinstance(field, forms.ModelChoiceField)}

    def _linked(self, name: str) -> Any:
        """What a choice of the stored record leads to: a record, or a list of them for a choice among many."""
        return self.initial.get(name) if chooses_many(self.fields[name]) else getattr(self.instance, name, None)

    def _changes(self, name: str) -> bool:
        return self.fields[name].has_changed(self._linked(name), self[name].data)

    def _fitted(self, name: str, field: forms.Field) -> forms.Field:
        """The field with the choices this user has, and the control that suits what is chosen among."""
        if isinstance(field, forms.ModelChoiceField) and issubclass(_model_of(field), VersionedModel):
            every: Any = field.queryset
            limited: Any = field
            if name == "owner":
                limited.empty_label = None
            elif every.model is Organisation:
                lookup = OrganisationsField if chooses_many(field) else OrganisationField
                limited = lookup(every, label=field.label, help_text=field.help_text, required=field.required)
            # Worked out where they are shown or looked among: a save that leaves the choice as it was needs none.
            limited._queryset = SimpleLazyObject(partial(self._choices, name, every))
            limited.widget.choices = limited.choices
            if limited is not field:
                return limited
        if isinstance(field, forms.DateField | forms.DateTimeField):
            field.validators += WITHIN_REASON[type(field)]
        if chooses_many(field):
            choices: Any = field.choices
            field.widget = TickList(choices=choices)
        elif isinstance(field, forms.DateTimeField):
            field.widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        elif isinstance(field, forms.DateField):
            field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        elif type(field.widget) is forms.Textarea:
            field.widget.attrs["rows"] = 3
        return field

    def _choices(self, name: str, every: Any) -> Any:
        if name == "owner":
            needs = self._meta.model.needs
            return Organisation.objects.filter(pk__in=[owner.pk for owner in self.user.owners_where(needs)])
        choices = every.current(chosen=getattr(self.instance, f"{name}_id", None))
        choices = choices.visible_to(self.user).with_names()
        if hasattr(every.model, "sort_key"):
            choices = choices.order_by("sort_key")
        return choices.exclude(pk=self.instance.pk) if every.model is self._meta.model else choices

    def save(self, commit: bool = True) -> Any:
        """Rows of other tables are only written when they change."""
        if self.instance.pk is not None:
            for name, field in self._links.items():
                if chooses_many(field) and not self._changes(name):
                    del self.cleaned_data[name]
        return super().save(commit)

    def try_save(self) -> Any:
        """Save the record and answer with it. If the database refuses by a constraint, say so in the form: None."""
        try:
            with transaction.atomic():
                return self.save()
        except IntegrityError as refusal:
            self.refuse(refusal)
            return None

    def refuse(self, refusal: IntegrityError) -> None:
        """Say in the form why the database refused. Raises `refusal` if it was not by a constraint of the model."""
        constraint = broken_constraint(self._meta.model, refusal)
        self.add_error(self._field_to_mend(constraint), str(constraint.violation_error_message))

    def _field_to_mend(self, constraint: BaseConstraint) -> str | None:
        """The field that `to_mend` says; otherwise, of those in a condition, the last one: the end, not the start."""
        if not isinstance(constraint, CheckConstraint):
            return None
        condition: Any = constraint.condition
        asked = [field.name for field in self.visible_fields() if field.name in condition.referenced_base_fields]
        said = self.to_mend.get(constraint.name)
        return said if said in asked else next(reversed(asked), None)

    def _clean_fields(self) -> None:
        if self.instance.pk is not None:
            for name, field in self._links.items():
                linked = self._linked(name)
                if linked and not self._changes(name):  # what it leads to is known, and need not be looked up
                    field.clean = lambda _posted, linked=linked: linked
        super()._clean_fields()  # type: ignore[misc]  # not in the stubs

    def validate_constraints(self) -> None:
        """Left to the database, which judges once, without a race, and whose word `try_save` passes on."""

    def _update_errors(self, errors: ValidationError) -> None:
        """What the model says of fields that are not asked for here is for the form that does ask."""
        if hasattr(errors, "error_dict"):
            asked = {*self.fields, NON_FIELD_ERRORS}
            errors = ValidationError({name: said for name, said in errors.error_dict.items() if name in asked})
        super()._update_errors(errors)  # type: ignore[misc]  # not in the stubs

    def _get_validation_exclusions(self) -> set[str]:
        # A choice among records has been looked up by its field; the model would only look it up again.
        chosen = {name for name, field in self.fields.items() if isinstance(field, forms.ModelChoiceField)}
        return super()._get_validation_exclusions() | chosen  # type: ignore[misc]  # not in the stubs

    def _ask_about_doubles(self) -> None:
        """Refuse once what is there already; the user can say that it is another one, unless there can be but one."""
        if self.cleaned_data.get("create_anyway"):
            return
        found = [] if self.errors else [full_name(self, record) for record in doubles(self)]
        try:
            if found:
                self.instance.validate_constraints()
                text = _("There is already: %(names)s. Tick here if this is another one.")
                self.add_error("create_anyway", text % {"names": "; ".join(found)})
                return
        except ValidationError as refusal:
            self.add_error(None, refusal)
        del self.fields["create_anyway"]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # not in the stubs
        if "create_anyway" in self.fields:
            self._ask_about_doubles()
        self.check_owners()

    def check_owners(self) -> None:
        """What is chosen must belong to the owner of the record, or to nobody."""
        for name, value in self.cleaned_data.copy().items():
            if name in self.fields and is_of_another_owner(value, self.instance):
                self.add_error(name, OF_ANOTHER_OWNER)
        if self.is_moving:
            if not access.may(self.user, self.instance.change_needs, self.instance):
                self.add_error(None, _("You do not have the right to this."))
            for field, value in self._links_not_asked_for():
                if is_of_another_owner(value, self.instance):
                    self.add_error(None, f"{capfirst(field.verbose_name)}: {OF_ANOTHER_OWNER}")

    @property
    def is_moving(self) -> bool:
        """Whether the record goes from one owner to another; known once the form is cleaned."""
        is_owned = self.instance.pk is not None and self._owner_id is not None
        return is_owned and self._owner_id != self._owning_id()

    def _links_not_asked_for(self) -> Iterator[tuple[Any, Any]]:
        """What the record is linked to beside what the form chooses: the field, and one record or all of them."""
        for link, _model in self.instance.links():
            if link.name not in self.fields:
                yield link, getattr(self.instance, link.name)
        for relation in self.instance._meta.local_many_to_many:
            if relation.name not in self.fields:
                yield relation, getattr(self.instance, relation.name).all()

    def will_be(self, name: str) -> Any:
        """What the record will say in a field: as cleaned or, where the form does not ask for it, as it is stored."""
        return self.cleaned_data.get(name) if name in self.fields else getattr(self.instance, name, None)


def form_class_of(model: type[Model]) -> type[VersionedForm] | None:
    """The form in which records of a kind are edited, also one field at a time and many records at once."""
    return _forms.get(model)


def is_of_another_owner(value: object, record: VersionedModel) -> bool:
    """Whether what `record` shall point to, one or several, belongs to an owner other than the record's."""
    if isinstance(value, list | QuerySet):
        return any(is_of_another_owner(one, record) for one in value)
    if not isinstance(value, VersionedModel) or value.owner_path is None:
        return False
    return value.owning_id() not in (None, record.owning_id())


def _model_of(field: forms.ModelChoiceField) -> type[Model]:
    queryset: Any = field.queryset
    return queryset.model


def chooses_many(field: forms.Field) -> TypeGuard[forms.ModelMultipleChoiceField]:
    return isinstance(field, forms.ModelMultipleChoiceField)
