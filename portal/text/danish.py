"""Danish alphabetical order and forgiving search, computed by the database.

The functions are created by a migration and used in generated columns, so they must be immutable: everything happens
under the "C" collation with explicit letters, and the answer is the same on any PostgreSQL 15+, whatever its locale.
A stored generated column keeps its old values when a function is replaced: a migration that changes one must also
rewrite the tables that use it.
"""

import re
import unicodedata

from django.db import models
from django.utils.text import slugify

# Letters that Unicode does not take apart into a base letter and an accent, and the capitals of the two other
# alphabets of our partners, which lower() leaves alone under the "C" collation.
_CAPITALS = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣςΤΥΦΧΨΩ" + "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЂЄЅІЈЉЊЋЏҐ"
_SMALL = "αβγδεζηθικλμνξοπρσστυφχψω" + "абвгдежзиклмнопрстуфхцчшщъыьэюяђєѕіјљњћџґ"
_WHOLE = "ÆŒÞẞØøŁłĐđÐðĦħŦŧŊŋıĸƏə"
_BASE = "æœþßoollddddhhttnnikee"

# The Danish order by the Unicode CLDR collation "da": ü and ű as y; after z come æ (ä), ø (ö, ő) and å (aa).
# In ASCII the characters after z are { | and }, which are taken for them; real ones become spaces.
_SORTED = "{|}" + "ÆæÄäǢǣǼǽ" + "ØøÖöŐőǾǿ" + "ÅåǺǻ" + "ÜüŰű"
_SORTED_AS = "   " + "{{{{{{{{" + "||||||||" + "}}}}" + "yyyy"

SQL_FUNCTIONS = rf"""
-- Words of small unaccented letters and digits with one space between them; {{, | and }} pass through.
CREATE OR REPLACE FUNCTION portal_plain(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN btrim(regexp_replace(
    replace(replace(replace(replace(
        translate(
            lower(regexp_replace(normalize(value COLLATE "C", NFKD), '[\u0300-\u036f]', '', 'g')),
            '{_CAPITALS}{_WHOLE}', '{_SMALL}{_BASE}'
        ),
        'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss'), 'þ', 'th'),
    '[\u0001-\u002f\u003a-\u0060\u007e-\u00bf\u2000-\u206f]+', ' ', 'g'
));

-- Sorts as a Danish reader expects when compared under the "C" collation; numbers sort by value.
CREATE OR REPLACE FUNCTION portal_sort_key(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN regexp_replace(regexp_replace(
    replace(portal_plain(translate(normalize(value, NFC), '{_SORTED}', '{_SORTED_AS}')), 'aa', '}}') COLLATE "C",
    '(?<![0-9])[0-9]{{1,7}}(?![0-9])', '0000000\&', 'g'),
    '(?<![0-9])0*([0-9]{{8}})(?![0-9])', '\1', 'g'
);

-- Brings the ways to write a name together: Århus, Aarhus, arhus; Øster, Oester; Győr, Gyor; Zürich, Zuerich.
-- Rather too much is found than too little: ä is typed as a, ae or æ, so these are one.
CREATE OR REPLACE FUNCTION portal_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN regexp_replace(regexp_replace(
    portal_plain(translate(value, '{{|}}', '   ')) COLLATE "C",
    'a[ae]+', 'a', 'g'), '([ou])e+', '\1', 'g'
);

-- The first day that a partial date (YYYY, YYYY-MM or YYYY-MM-DD) can mean; NULL for an empty one.
CREATE OR REPLACE FUNCTION portal_first_day(value text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN make_date(
    nullif(split_part(value, '-', 1), '')::int,
    coalesce(nullif(split_part(value, '-', 2), '')::int, 1),
    coalesce(nullif(split_part(value, '-', 3), '')::int, 1)
);
"""

DROP_FUNCTIONS = """
DROP FUNCTION portal_first_day(text);
DROP FUNCTION portal_fold(text);
DROP FUNCTION portal_sort_key(text);
DROP FUNCTION portal_plain(text);
"""

_ACCENTS = re.compile(r"[\u0300-\u036f]")
_SEPARATORS = re.compile(r"[\x00-\x2f\x3a-\x60\x7b-\xbf\u2000-\u206f]+")
_ASCII = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PAIRS: dict[str, str | int] = {"Æ": "ae", "æ": "ae", "Œ": "oe", "œ": "oe", "ẞ": "ss", "ß": "ss", "Þ": "th", "þ": "th"}
_PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
_LETTERS = {**str.maketrans(_ASCII + _CAPITALS + _WHOLE, _ASCII.lower() + _SMALL + _BASE), **str.maketrans(_PAIRS)}


def fold(value: str) -> str:
    """What `portal_fold` makes of a text: small letters without accents, each name in one of its spellings."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", value)).translate(_LETTERS)
    return re.sub(r"([ou])e+", r"\1", re.sub(r"a[ae]+", "a", _SEPARATORS.sub(" ", plain).strip(" ")))


class SortKey(models.Func):
    """Danish alphabetical order of a text: for a generated column (with `db_collation="C"`) or `order_by`."""

    function = "portal_sort_key"
    template = '%(function)s(%(expressions)s) COLLATE "C"'
    arity = 1
    output_field = models.TextField(db_collation="C")


class Fold(models.Func):
    """A text as search sees it. Fold both sides: the stored text and what was typed."""

    function = "portal_fold"
    template = '%(function)s(%(expressions)s) COLLATE "C"'
    arity = 1
    output_field = models.TextField(db_collation="C")


class FirstDay(models.Func):
    """The first day that a partial date can mean, so that "1951" and "1951-06-01" can be compared."""

    function = "portal_first_day"
    arity = 1
    output_field = models.DateField()


def slug(text: str) -> str:
    """The text in plain small letters with hyphens, for addresses and file names: "Ærø og Åbo" is "aeroe-og-aabo"."""
    return slugify(text.lower().translate(_PLAIN))
