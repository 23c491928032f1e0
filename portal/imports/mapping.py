"""Which column of a file is for which field: guessed from the headings, and put right by whoever imports."""

from collections.abc import Container, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.imports.cells import form_of
from portal.imports.checking import ID, labels
from portal.imports.names import fold
from portal.imports.registry import Importer
from portal.lists.listing import listings
from portal.models import User


def guess(importer: Importer, headings: list[str], user: User) -> dict[str, int]:
    """The number of the column for each field whose name, label, synonym or heading in our own files it bears."""
    names = list(_names(importer, user))
    folded = fold([*headings, *(text for text, _field in names)])
    places = {folded[heading]: place for place, heading in reversed(list(enumerate(headings))) if folded[heading]}
    found: dict[str, int] = {}
    for text, field in names:
        place = places.get(folded[text])
        if place is not None and field not in found and place not in found.values():
            found[field] = place
    return found


def missing(importer: Importer, named: Container[str], user: User) -> list[str]:
    """What the fields are called that say which record a row is about, and that the file lacks."""
    if ID in named:
        return []
    fields = form_of(importer, user).fields
    parts = dict.fromkeys(lookup.partition("__")[0] for lookup in importer.key_lookups)
    needed = [name for name in parts if name != "owner" and name not in importer.may_lack and fields[name].required]
    names = labels(importer, user)
    return [names[name] for name in needed if name not in named]


def _names(importer: Importer, user: User) -> Iterator[tuple[str, str]]:
    """What a heading can be, with the field that it means; the surest first."""
    listing = listings.get(importer.model)
    columns = listing.columns if listing else []
    languages = ("da", "en")
    yield ID, ID
    for language in languages:
        with override(language):
            for column in columns:
                for name in importer.fields:
                    if column.name == name or column.path in (name, f"{name}__name", f"{name}__title"):
                        yield str(column.heading), name
    for language in languages:
        with override(language):
            yield from ((label, name) for name, label in labels(importer, user).items())
            for name in importer.fields:
                yield name, name
                yield str(getattr(importer.model._meta.get_field(name), "verbose_name", "")), name
                yield from ((str(_(str(text))), name) for text in importer.synonyms.get(name, ()))
