"""Danish by default, English on request, and no text that lacks either."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.test import Client

from portal.models import User

PROJECT = Path(__file__).resolve().parents[2]
CATALOGUES = PROJECT / "portal" / "locale"
APPS = ["portal", "partnerships", "networks", "strategy"]
TRANSLATE = re.compile(r"""{% translate (?:"([^"]+)"|'([^']+)')""")
LANGUAGES = ["da", "en"]


def catalogue(language: str) -> Catalog:
    with (CATALOGUES / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def texts() -> set[str]:
    """What the code and the templates say, as far as it stands there as one literal."""
    found = set()
    for path in [path for app in APPS for path in (PROJECT / app).rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Name(id="_" | "gettext" | "gettext_lazy" | "ngettext"), args=[ast.Constant(text), *_]
                ):
                    found.add(text)
    for path in (PROJECT / "templates").rglob("*.html"):
        found |= {double or single for double, single in TRANSLATE.findall(path.read_text())}
    return found


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_and_none_is_a_guess(language: str) -> None:
    messages = [message for message in catalogue(language) if message.id]
    assert len(messages) > 100
    assert [message.id for message in messages if not all(forms(message.string))] == []
    assert [message.id for message in messages if message.fuzzy] == []


def test_no_text_of_the_code_is_missing_in_the_catalogue() -> None:
    found = {forms(message.id)[0] for message in catalogue("da") if message.id}
    assert len(texts()) > 300
    assert texts() - found == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_keeps_its_placeholders(language: str) -> None:
    for message in catalogue(language):
        if message.id and message.python_format:
            assert [error for error in message.check() or [] if error] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_texts_are_those_of_the_source(language: str) -> None:
    with (CATALOGUES / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in catalogue(language):
        if not message.id or not all(forms(message.string)):
            continue
        if message.pluralizable:
            found = tuple(compiled.ngettext(*message.id, number) for number in (1, 2))
        else:
            found = (
                compiled.pgettext(message.context, message.id) if message.context else compiled.gettext(message.id),
            )
        assert found == forms(message.string)


def test_both_languages_have_the_same_texts() -> None:
    danish, english = ({(message.context, message.id) for message in catalogue(one)} for one in LANGUAGES)
    assert danish == english


def test_a_visitor_is_met_in_danish_whatever_the_browser_prefers(client: Client, db: None) -> None:
    response = client.get("/login/", headers={"Accept-Language": "en,de;q=0.5"})
    assert response["Content-Language"] == "da"
    assert '<html lang="da"' in response.content.decode()


def test_whoever_chooses_english_keeps_it(client: Client, editor: User) -> None:
    response = client.post("/language/", {"language": "en", "next": "/partnerships/"})
    assert response["Location"] == "/partnerships/"
    client.force_login(editor)
    page = client.get("/partnerships/").content.decode()
    assert '<html lang="en"' in page
    assert "Partnerships" in page
    client.post("/language/", {"language": "da"})
    assert "Samarbejder" in client.get("/partnerships/").content.decode()


@pytest.mark.parametrize("language", ["xx", "", "../../etc", "da\x00"])
def test_an_unknown_language_is_danish(language: str, client: Client, db: None) -> None:
    client.post("/language/", {"language": language})
    assert client.get("/login/")["Content-Language"] == "da"
    client.cookies["django_language"] = "xx"
    assert client.get("/login/")["Content-Language"] == "da"


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", r"\\evil.example", "javascript:alert(1)"]
)
def test_the_choice_of_language_leads_nowhere_else(target: str, client: Client, db: None) -> None:
    response = client.post("/language/", {"language": "en", "next": target})
    assert "evil" not in response["Location"]
    assert "javascript" not in response["Location"]
