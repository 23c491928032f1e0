"""Which form belongs to which kind of record, whatever happens to be imported."""

from typing import Any

import pytest

from partnerships.forms import AgreementForm
from partnerships.models import Agreement
from portal.records.forms import VersionedForm, form_class_of
from portal.records.versioned import record_models


def test_the_form_of_a_kind_of_record_stands_in_the_room_that_is_read_at_the_start() -> None:
    forms = {model: form for model in record_models() if (form := form_class_of(model))}
    rooms = {".".join(form.__module__.split(".")[:2]) for form in forms.values()}
    assert rooms == {"portal.forms", "partnerships.forms", "networks.forms", "strategy.forms"}
    assert len(forms) > 25
    assert form_class_of(Agreement) is AgreementForm


def test_a_second_form_of_the_same_kind_must_say_that_it_is_not_the_main_one() -> None:
    meta = type("Meta", (), {"model": Agreement, "fields": ["title"]})
    body: dict[str, Any] = {"__module__": __name__, "Meta": meta}
    with pytest.raises(TypeError, match="AgreementForm"):
        type("OtherForm", (VersionedForm,), body)
    type("StepForm", (VersionedForm,), body | {"is_main": False})
    assert form_class_of(Agreement) is AgreementForm
