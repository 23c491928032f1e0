"""Creating a related record in a dialog, without leaving the form that needs it."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Model
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import access
from portal.models import Department, Organisation, Person, Topic, User
from portal.records.lookup import label
from portal.records.versioned import VersionedModel
from portal.requests import PortalRequest

# Where a record that a field can choose is made, and the right that takes.
ADDRESSES: dict[type[Model], str] = {
    Organisation: "organisation_new",
    Person: "person_new",
    Department: "department_new",
    Topic: "topic_new",
}


@dataclass(frozen=True, slots=True)
class NewRelated:
    """The link beside a field that leads to the form of a new record to choose."""

    address: str
    text: str


def new_related(field: forms.ModelChoiceField, user: User, *, owner_id: int | None) -> NewRelated | None:
    """Where the user can make a new record for `field` to choose; None without a place for it or the right to it.

    The address says whose the record being edited is: what is made for it belongs to the same owner.
    """
    queryset: Any = field.queryset
    model = queryset.model
    if model not in ADDRESSES or not access.may(user, access.Action.EDIT if model is Topic else model.needs):
        return None
    address = f"{reverse(ADDRESSES[model])}?{urlencode({'owner': owner_id or ''})}"
    return NewRelated(address, _("New %(kind)s") % {"kind": model._meta.verbose_name})


def is_dialog(request: PortalRequest) -> bool:
    """Whether the form stands in a dialog. The value is the id of the field that wants the record."""
    return "dialog" in request.GET


def dialog_options(request: PortalRequest) -> dict[str, Any]:
    """How a form is made that stands in a dialog: with ids of its own, beside those of the outer form."""
    return {"auto_id": "quick-%s"} if is_dialog(request) else {}


def answer_to_dialog(request: PortalRequest, record: VersionedModel | Topic) -> HttpResponse:
    """Tells static/js/quick.js what has been made and which field wants it."""
    name = label(record) if isinstance(record, Organisation) else str(record)
    made = {"field": request.GET["dialog"], "value": record.pk, "name": name}
    made["text"] = _("%(record)s is created and chosen.") % {"record": name}
    return HttpResponse(status=HTTPStatus.CREATED, headers={"HX-Trigger": json.dumps({"quick-made": made})})
