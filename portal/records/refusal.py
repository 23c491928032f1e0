from django.db import IntegrityError
from django.db.models import Model


def refusal_text(model: type[Model], refusal: IntegrityError) -> str:
    """What the constraint that was broken says of itself. Raises `refusal` if it is none that the model declares."""
    name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None)
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return str(constraint.violation_error_message)
    raise refusal
