"""Every kind of record there is, made by its factory: what holds for all of them is tested on all of them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from factory.django import DjangoModelFactory

from portal.access import RoleKind
from portal.models import Organisation, User
from portal.records.events import past_fields
from portal.records.partial_date import PartialDateField
from portal.records.versioned import VersionedModel
from strategy.models import Initiative
from tests import factories
from tests.factories import RoleFactory

BOOKKEEPING = {"version", "updated_at"}  # moved by every write

FACTORIES: dict[type[models.Model], Any] = {
    made: thing
    for thing in vars(factories).values()
    if isinstance(thing, type) and issubclass(thing, DjangoModelFactory) and thing is not factories.OwnerFactory
    if (made := thing._meta.get_model_class())
}


def filled(model: type[VersionedModel]) -> Any:
    """A record with something in as many of its fields as its constraints allow, and two of every link to many."""
    record = FACTORIES[model]()
    for field in past_fields(model):
        if field.name == "closed_on":  # what is closed cannot be changed any more
            continue
        if not getattr(record, field.attname) and field.editable:
            change(record, field)
    for field in model._meta.local_many_to_many:
        if field.remote_field.through._meta.auto_created:
            getattr(record, field.name).set([FACTORIES[field.related_model]() for _ in range(2)])
    return model.with_trash.get(pk=record.pk)


def change(record: VersionedModel, field: models.Field) -> bool:
    """Give one field another value; whether the constraints, and the field itself, allow it."""
    before = getattr(record, field.attname)
    try:
        with transaction.atomic():
            type(record).with_trash.filter(pk=record.pk).update(**{field.attname: another(field, record)})
            record.refresh_from_db(from_queryset=type(record).with_trash.all())
            record.clean_fields(exclude={other.name for other in record._meta.fields} - {field.name})
    except (DatabaseError, ValidationError):
        record.refresh_from_db(from_queryset=type(record).with_trash.all())
        return False
    return getattr(record, field.attname) != before


def another(field: models.Field, record: VersionedModel) -> Any:
    """A value of a field that is not the one that the record has."""
    value = getattr(record, field.attname)
    if field.name == "about_kind":
        return value
    if field.name == "about_id":
        return factories.PartnershipFactory(owner_id=record.owning_id(), kind="cooperation").pk
    if isinstance(field, models.ForeignKey):
        return another_record(field, record).pk
    if field.choices:
        return next(choice for choice, _label in field.flatchoices if choice not in (value, ""))
    match field:
        case PartialDateField():
            return "1987-08" if value != "1987-08" else "1988"
        case models.DateTimeField():
            return (value or datetime(2026, 5, 4, 12, tzinfo=UTC)) + timedelta(hours=1)
        case models.DateField():
            return (value or date(2026, 5, 4)) + timedelta(days=1)
        case models.BooleanField():
            return not value
        case models.DecimalField():
            return (value or Decimal(10)) + 1
        case models.IntegerField():
            return (value or 1) + 1
        case models.EmailField():
            return f"ny{value}" if value else "ny@example.test"
        case models.URLField():
            return f"{value}ny/" if value else "https://ny.example.test/"
        case ArrayField():
            return [*value, 1 if isinstance(field.base_field, models.IntegerField) else "at punktet godkendes"]
    return f"Ny {value}"[: field.max_length]


def another_record(field: models.ForeignKey, record: VersionedModel) -> Any:
    """A record that a link may point to: of the same owner, if it has one."""
    related: Any = field.related_model
    if related is Organisation and field.name == "owner":
        return factories.OwnerFactory()
    owner = Organisation.objects.filter(pk=record.owning_id()).first()
    if getattr(related, "owner_path", None) and owner:
        path = "perspective__strategy__owner" if related is Initiative else related.owner_path
        return FACTORIES[related](**{path: owner})
    return FACTORIES[related]()


def everybodys_administrator() -> User:
    """Somebody who administers every organisation that is an owner by now."""
    factories.OwnerFactory()
    user = factories.UserFactory()
    for owner in Organisation.objects.owners():
        RoleFactory(user=user, owner=owner, kind=RoleKind.ADMINISTRATOR)
    return User.objects.get(pk=user.pk)


def contents(record: VersionedModel) -> dict[str, Any]:
    """All that is stored of a record but the bookkeeping, its links to many included."""
    row = type(record).with_trash.filter(pk=record.pk).values().get()
    links = {
        field.name: set(
            field.remote_field.through._base_manager.filter(**{field.m2m_column_name(): record.pk}).values_list(
                field.m2m_reverse_name(), flat=True
            )
        )
        for field in record._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created
    }
    return {name: value for name, value in row.items() if name not in BOOKKEEPING} | links
