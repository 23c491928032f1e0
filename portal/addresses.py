"""Addresses of records, each pattern reversed once per process: that makes long lists and pages of links cheap."""

from functools import cache

from django.urls import reverse


def address(view: str, key: int, *, within: tuple[str, ...] = ()) -> str:
    """The address of a view that takes a key; `within` is what stands in it before the key."""
    before, after = around_key(view, *within)
    return f"{before}{key}{after}"


@cache
def around_key(view: str, *within: str, beyond: tuple[str, ...] = ()) -> tuple[str, str]:
    """The address of a view without the key that it takes between `within` and `beyond`."""
    before, after = reverse(view, args=[*within, 987654321, *beyond]).split("987654321")
    return before, after
