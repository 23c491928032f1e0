from http import HTTPStatus

from django.db import IntegrityError
from django.db.models import BaseConstraint, Model
from django.forms import BaseForm

from portal.files.checks import TOO_LARGE


def form_status(form: BaseForm) -> HTTPStatus:
    """Of a page with the form: 413 for a file that is too large, 422 for whatever else is wrong, otherwise 200."""
    if not form.is_bound or not form.errors:
        return HTTPStatus.OK
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if TOO_LARGE in codes else HTTPStatus.UNPROCESSABLE_ENTITY


def broken_constraint(model: type[Model], refusal: IntegrityError) -> BaseConstraint:
    """The constraint that the database refused by. Raises `refusal` if it is none that the model declares."""
    name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None)
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return constraint
    raise refusal


def refusal_text(model: type[Model], refusal: IntegrityError) -> str:
    """What the constraint that was broken says of itself. Raises `refusal` if it is none that the model declares."""
    return str(broken_constraint(model, refusal).violation_error_message)
