import json
import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from io import StringIO
from typing import Any

import pghistory
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format

from portal.access import RoleKind
from portal.models import Organisation, Role, User
from portal.search.index import drain

PASSWORD = "demo-portal-2026"  # noqa: S105 - well known, which is why the command is refused outside the demonstration
# The region's records come before those of the partnership it is a member of.
ORGANISATIONS = {
    "aalborg": "Aalborg Kommune",
    "midtjylland": "Region Midtjylland",
    "kulturregion": "Europæisk Kulturregion",
}
NAMES = {
    RoleKind.EDITOR: ["Mette Lindholm", "Søren Kjeldgaard", "Ida Thorsen"],
    RoleKind.DIRECTOR: ["Jens Østergaard", "Lone Damsgaard", "Henrik Aagaard"],
    RoleKind.SECRETARIAT: ["Karen Bjerre", "Birgitte Holm Nygaard", "Camilla Ravn"],
    RoleKind.READER: ["Thomas Vestergård", "Anders Toft", "Peter Skovgaard"],
}
ADMINISTRATOR = "admin@portal.example"

DAYS_OFF = {(1, 1), (12, 24), (12, 25), (12, 26), (12, 31)}
# {today+45} a working day · {today+45 09:00} a time on it · {month+6} the last day of a month · {year-1}
TOKEN = re.compile(r"\{(today|month|year)([+-]\d+)?(?: (\d\d:\d\d))?\}")


class Command(BaseCommand):
    """The three organisations, logins with a well-known password, and working data around today."""

    help = "Fill the database with the demonstration (only with PORTAL_DEMO); a second run changes nothing."

    def handle(self, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("The demonstration has well-known passwords: it is only for PORTAL_DEMO=1.")
        with transaction.atomic(), pghistory.context(reason="Eksempeldata"), translation.override("da"):
            is_new = not Organisation.objects.owners().filter(name__in=ORGANISATIONS.values()).exists()
            if is_new:
                call_command("reference", verbosity=0)
                call_command("loaddata", *ORGANISATIONS, verbosity=0)
            _create_users()
            if is_new:
                _add_illustration(timezone.localdate())
                _remind(timezone.localdate())
        drain()  # else the first search would have all of it to go through
        self._print_logins()

    def _print_logins(self) -> None:
        roles = Role.objects.filter(user__email__endswith=".example").select_related("user", "owner").order_by("pk")
        rows = [(role.user.email, role.get_kind_display(), role.user.name, role.owner.name) for role in roles]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        self.stdout.write(f"Password of all: {PASSWORD}")


def _create_users() -> None:
    owners = [Organisation.objects.get(name=name, is_owner=True) for name in ORGANISATIONS.values()]
    for kind, names in NAMES.items():
        for domain, owner, name in zip(ORGANISATIONS, owners, names, strict=True):
            _create_user(f"{kind}@{domain}.example", name=name, owners=[owner], kind=kind)
    _create_user(
        ADMINISTRATOR,
        name="Portalens administrator",
        owners=owners,
        kind=RoleKind.ADMINISTRATOR,
        is_staff=True,
        is_superuser=True,
    )


def _create_user(email: str, *, owners: list[Organisation], kind: RoleKind, **fields: Any) -> None:
    if User.objects.filter(email=email).exists():
        return
    user = User.objects.create_user(email, PASSWORD, **fields)
    Role.objects.bulk_create(Role(user=user, owner=owner, kind=kind) for owner in owners)


def _add_illustration(today: date) -> None:
    """Records of `illustration.json`: an entry with a key changes the record of that natural key, others are new."""
    text = (settings.BASE_DIR / "fixtures" / "illustration.json").read_text()
    for entry in json.loads(text, object_hook=lambda row: {name: _dated(value, today) for name, value in row.items()}):
        model = apps.get_model(entry["model"])
        _save(_find(model, entry["key"]) if "key" in entry else model(), entry["fields"])


def _remind(today: date) -> None:
    """What has been told by now, if nobody handled it: some of it to the next level."""
    for day in (today - timedelta(days=20), today):
        call_command("send_reminders", day=day, mail=False, stdout=StringIO())


def _find(model: Any, key: list[Any]) -> Any:
    return model.objects.get_by_natural_key(*key)


def _save(record: models.Model, fields: dict[str, Any]) -> None:
    """Links are given by natural keys, and what belongs to the record as lists of fields under the reverse name."""
    links: dict[str, list[Any]] = {}
    parts: list[tuple[Any, dict[str, Any]]] = []
    for name, value in fields.items():
        field: Any = record._meta.get_field(name)
        if field.one_to_many:
            parts += [(field.remote_field, part) for part in value]
        elif field.many_to_many:
            links[name] = [_find(field.related_model, key) for key in value]
        elif field.is_relation:
            setattr(record, name, _find(field.related_model, value))
        else:
            setattr(record, name, value)
    if record._state.adding and hasattr(record, "is_illustration"):
        record.is_illustration = True
    record.full_clean()
    record.save()
    for name, records in links.items():
        getattr(record, name).set(records)
    for pointing_here, part in parts:
        _save(pointing_here.model(**{pointing_here.name: record}), part)


def _dated(value: Any, today: date) -> Any:
    """A token that stands alone becomes a value for its field, one within a text becomes words."""
    if isinstance(value, list):
        return [_dated(element, today) for element in value]
    if not isinstance(value, str):
        return value
    if alone := TOKEN.fullmatch(value):
        return _resolved(alone, today)
    return TOKEN.sub(lambda token: _words(_resolved(token, today)), value)


def _words(value: int | date) -> str:
    return str(value) if isinstance(value, int) else date_format(value, "DATE_FORMAT")


def _resolved(token: re.Match[str], today: date) -> int | date:
    unit, count, clock = token[1], int(token[2] or 0), token[3]
    match unit:
        case "year":
            return today.year + count
        case "month":
            years, month = divmod(today.month - 1 + count, 12)
            year, month = today.year + years, month + 1
            return date(year, month, monthrange(year, month)[1])
    day = today + timedelta(days=count)
    while day.weekday() > 4 or (day.month, day.day) in DAYS_OFF:  # further from today, so that the past stays the past
        day += timedelta(days=-1 if count < 0 else 1)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock))) if clock else day
