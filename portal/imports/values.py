"""What people write in cells, as the portal's forms take it: Danish numbers, and dates in any of their forms."""

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.records.partial_date import PartialDateFormField

YES = {"ja", "yes", "sand", "true", "1", "x"}
NO = {"nej", "no", "falsk", "false", "0", ""}

DAY = r"(?:(?P<y1>\d{4})-(?P<m1>\d\d?)-(?P<d1>\d\d?)|(?P<d2>\d\d?)[./-] ?(?P<m2>\d\d?)[./-] ?(?P<y2>\d{4})|"
DAY += r"(?P<d3>\d\d?)\.? (?P<m3>[^\W\d]+)\.?,? (?P<y3>\d{4}))"
MOMENT = re.compile(DAY + r"(?:(?:T|,|,? kl\.?| ) ?(?P<hour>\d\d?)[.:](?P<minute>\d\d)(?:[.:](?P<second>\d\d))?)?")
MONTH = re.compile(r"(?P<month>[^\W\d]+)\.? (?P<year>\d{4})")
THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+")


def form_value(field: forms.Field, text: str, choices: dict[str, str]) -> Any:
    """What `field.clean` takes for a text; the text itself if it makes no sense, so that the field says why.

    `choices` are the codes of a choice field by all that they may be called.
    """
    text = text.strip()
    match field:
        case PartialDateFormField():
            return partial_date(text)
        case forms.DateTimeField():
            return moment(text) or text
        case forms.DateField():
            at = moment(text)
            return at.date() if at and (at.hour, at.minute) == (0, 0) else text
        case forms.DecimalField():
            return number(text, places=field.decimal_places or 0)
        case forms.IntegerField():
            return number(text, places=0)
        case forms.BooleanField():
            return yes_or_no(text)
        case forms.ChoiceField():
            return choices.get(text, text)
        case _:
            return text


def moment(text: str) -> datetime | None:
    """31-12-2026, 31.12.2026, 2026-12-31, 31. december 2026, each perhaps with an hour; None for anything else."""
    match = MOMENT.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    found = match.groupdict()
    month = found["m1"] or found["m2"] or _month_numbers().get(found["m3"].casefold(), "")
    parts = [found["y1"] or found["y2"] or found["y3"], month, found["d1"] or found["d2"] or found["d3"]]
    try:
        return datetime(*(int(part or 0) for part in (*parts, found["hour"], found["minute"], found["second"])))  # type: ignore[arg-type]
    except ValueError:
        return None


def partial_date(text: str) -> str:
    """A day or a month with its name as the ISO text of a partial date; anything else as it stands."""
    if at := moment(text):
        return at.date().isoformat()
    match = MONTH.fullmatch(" ".join(text.split()))
    number = _month_numbers().get(match["month"].casefold()) if match else None
    return f"{match['year']}-{int(number):02}" if match and number else text


def number(text: str, *, places: int) -> str:
    """1.304.253,5 as 1304253.5, rounded to so many decimal places as the field keeps.

    One point alone is taken as the field can mean it: 56.366 is a latitude, but 1.304 kroner, which have no third
    decimal, are thousands.
    """
    digits = re.sub(r"\s", "", text.casefold()).removesuffix("kr.").removesuffix("kr")
    if "," in digits:
        digits = digits.replace(".", "").replace(",", ".")
    elif THOUSANDS.fullmatch(digits) and (places < 3 or digits.count(".") > 1):
        digits = digits.replace(".", "")
    try:
        exact = Decimal(digits)
        return f"{round(exact, places):f}" if places else digits
    except InvalidOperation:
        return text


def yes_or_no(text: str) -> bool:
    if text.casefold() not in YES | NO:
        raise ValidationError(_("Write yes or no."), code="invalid")
    return text.casefold() in YES


def several(text: str) -> list[str]:
    """The parts of a cell that names several: Sundhed; Kultur."""
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


@cache
def _month_numbers() -> dict[str, str]:
    """The months' names and short names, in the languages of the portal."""
    names: dict[str, str] = {}
    for language in ("da", "en"):
        with override(language):
            for months in (MONTHS, MONTHS_3):
                names |= {str(name).casefold().rstrip("."): str(number) for number, name in months.items()}
    return names


def choice_names(field: forms.ChoiceField) -> Iterable[tuple[str, str]]:
    """All that the choices of a field may be called, in both languages, each with its code."""
    choices: Any = field.choices
    for language in ("da", "en"):
        with override(language):
            yield from [(str(label), str(code)) for code, label in choices if code != ""]
    yield from [(str(code), str(code)) for code, _label in choices if code != ""]
