from decimal import Decimal

from django.utils.formats import number_format


def number_text(value: int | float | Decimal) -> str:
    """A number as people read it: "95.000", "1.304.253,5". Without decimals that say nothing."""
    whole = value == int(value)
    return number_format(int(value) if whole else Decimal(str(value)).normalize(), force_grouping=True)


def whole_number(text: str) -> int | None:
    """A key or a version that an address or a form names; None for what is no number, or larger than they get."""
    return int(text) if text.isdecimal() and len(text) < 19 else None
