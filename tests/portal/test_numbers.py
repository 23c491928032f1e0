"""Numbers as people read them in Danish."""

from decimal import Decimal

import pytest

from portal.text.numbers import number_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (95000, "95.000"), (Decimal("95000.00"), "95.000"), (Decimal("1304253.50"), "1.304.253,5"),
        (Decimal("0.05"), "0,05"), (Decimal("-1200.00"), "-1.200"), (Decimal(10) ** 9, "1.000.000.000"),
    ],
)  # fmt: skip
def test_a_number_has_separators_and_no_decimals_that_say_nothing(value: int | Decimal, text: str) -> None:
    assert number_text(value) == text
