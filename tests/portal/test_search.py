"""Searching: what is found by which words, how it is shown, and what the addresses answer."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st

from portal.models import Attachment, JournalEntry, Organisation
from portal.search.index import drain
from portal.search.marking import marked, snippet
from portal.search.query import Query, parse
from portal.text.danish import fold
from tests.factories import (
    AgendaItemFactory,
    AgreementFactory,
    DecisionFactory,
    InitiativeFactory,
    NetworkFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    RoleFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def titles(html: str) -> list[str]:
    """The titles of all results or suggestions, without marks."""
    links = re.findall(r'<li>\s*<a href="[^"]*">(?:<span>)?(.*?)(?:</span>|</a>)', html)
    return [re.sub("<[^>]+>", "", link) for link in links]


def page(client: Client, text: str, **parameters: object) -> str:
    response = client.get("/search/", {"q": text, **parameters})
    assert response.status_code == 200
    results = re.search(r'<ol class="results.*?</ol>', response.content.decode(), re.DOTALL)
    return results[0] if results else ""


def found(client: Client, text: str) -> set[str]:
    return set(titles(page(client, text)))


def suggested(client: Client, text: str) -> list[str]:
    response = client.get("/search/suggestions/", {"q": text})
    assert response.status_code == 200
    return titles(response.content.decode().partition('<p class="all">')[0])


SPELLINGS = [
    ("Győr", ["Győr", "gyor", "GYŐR", "györ"]),
    ("Århus Havn", ["Århus", "arhus", "aarhus", "Aarhus havn"]),
    ("Łódź", ["lodz", "Łódź", "łodz"]),
    ("Østerbro", ["østerbro", "oesterbro", "osterbro", "Öster"]),
    ("Ærø", ["ærø", "aeroe", "æroe"]),
    ("Zürich", ["zurich", "zuerich"]),
]


@pytest.mark.parametrize(("name", "typed"), SPELLINGS)
def test_a_name_is_found_in_every_spelling(as_editor: Client, name: str, typed: list[str]) -> None:
    OrganisationFactory(name=name)
    OrganisationFactory(name="Hamborg")
    for text in typed:
        assert (text, suggested(as_editor, text)) == (text, [name])
        assert (text, found(as_editor, text)) == (text, {name})


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("aftalen", ["aftale", "aftaler", "aftalerne", "Aftalens"]),
        ("kommunerne", ["kommune", "kommuner", "kommunens"]),
        ("ungdommens temaer", ["tema", "ungdommen"]),
        ("København og Aarhus", ["kobenhavn", "Københavns", "århus"]),
        ("sundhedsområdet", ["sundhedsomrade", "sundhedsområder"]),
    ],
)
def test_a_text_is_found_in_every_form_of_its_words(
    as_editor: Client, owner: Organisation, written: str, asked: list[str]
) -> None:
    PartnershipFactory(owner=owner, partner__name="Riga", description=f"<p>Noget om <em>{written}</em> her.</p>")
    for text in asked:
        assert (text, found(as_editor, text) - {owner.name}) == (text, {"Riga"})
        assert "Riga" not in suggested(as_editor, text)


def test_all_that_is_written_about_a_record_is_searched(as_editor: Client, owner: Organisation) -> None:
    person = PersonFactory(owner=owner, name="Asta Brandt")
    partner = OrganisationFactory(name="Turku", local_name="Åbo", other_names="Aboa\nTurun kaupunki")
    partnership = PartnershipFactory(owner=owner, partner=partner, responsible=person)
    partnership.topics.add(TopicFactory(name_da="Fjernvarme"))
    item = AgendaItemFactory(
        body__owner=owner,
        title="Punktet",
        recommendations=["at rejsen godkendes"],
        annexes=["Bilag om isbrydere"],
        case_number="2026-4711",
    )
    DecisionFactory(item=item, text="<p>Udsat til vinteren</p>")
    InitiativeFactory(perspective__strategy__owner=owner, title="Klynger", code="7.b")
    about = {"owner": owner, "about_kind": "partnerships.partnership", "about_id": partnership.pk}
    Attachment.objects.create(**about, name="Underskrevet_memorandum-2019.pdf", size=1, sha256="", content_type="")
    JournalEntry.objects.create(
        **about, title="Besøg", text="<p>Delegationen så <b>katedralen</b></p>", day="2026-01-01"
    )
    for text, expected in {
        "åbo": {"Turku"},
        "kaupunki": {"Turku"},
        "fjernvarme": {"Turku"},
        "rejsen": {"Punktet"},
        "isbryder": {"Punktet"},
        "2026-4711": {"Punktet"},
        "vinter": {"Punktet"},
        "memorandum": {"Underskrevet_memorandum-2019.pdf"},
        "katedral": {"Besøg"},
        "7.b": {"7.b Klynger"},
        "brandt": {"Asta Brandt", "Turku"},
    }.items():
        assert (text, found(as_editor, text)) == (text, expected)
    assert suggested(as_editor, "memo") == ["Underskrevet_memorandum-2019.pdf"]
    assert suggested(as_editor, "turu") == ["Turku", "Turku"]  # the city, and the partnership with it
    assert suggested(as_editor, "4711 punk") == ["Punktet"]


def test_every_word_counts_quotes_hold_together_and_minus_leaves_out(as_editor: Client, owner: Organisation) -> None:
    for title in ["Aftale om grøn energi", "Grøn aftale om vand", "Energi og vand"]:
        AgreementFactory(partnership__owner=owner, partnership__partner__name="Xanten", title=title)
    assert found(as_editor, "grøn aftale") == {"Aftale om grøn energi", "Grøn aftale om vand"}
    assert found(as_editor, '"grøn aftale"') == {"Grøn aftale om vand"}
    assert found(as_editor, "aftaler -energi") == {"Grøn aftale om vand"}
    assert found(as_editor, 'vand -"energi og vand"') == {"Grøn aftale om vand"}
    assert found(as_editor, "vand -energien") == {"Grøn aftale om vand"}
    assert found(as_editor, "vand -vand") == set()
    assert found(as_editor, "aftale om ene") == {"Aftale om grøn energi"}  # "om" is in every text, "ene" a beginning


def test_the_beginning_of_a_word_finds_what_the_word_finds(as_editor: Client, owner: Organisation) -> None:
    AgreementFactory(partnership__owner=owner, title="Udveksling", summary="<p>Med Fredrikstad om havnen</p>")
    PartnershipFactory(owner=owner, partner__name="Fredrikstad")
    AgreementFactory(partnership__owner=owner, title="Havet")
    for word in ("fredrikstad", "fredrik", "fred"):
        assert (word, found(as_editor, word)) == (word, {"Fredrikstad", "Udveksling"})
    assert found(as_editor, "hav") == {"Havet"}  # too few letters to tell in texts


def test_a_name_made_of_common_little_words_is_found(as_editor: Client) -> None:
    NetworkFactory(name="MED")
    assert found(as_editor, "med") == {"MED"}
    assert found(as_editor, '"MED"') == {"MED"}
    assert suggested(as_editor, "me") == ["MED"]


@pytest.mark.parametrize(
    "text",
    ["", "   ", "-", '"', '""', "-intet", "og", "'", "\\", "a:*", "!|&()<->", "%_", "\0", "x" * 3000, "ﷺ" * 60, "🐢"],
)
def test_any_text_can_be_searched_for(as_editor: Client, text: str) -> None:
    assert as_editor.get("/search/", {"q": text}).status_code == 200
    assert as_editor.get("/search/suggestions/", {"q": text}).status_code == 200


def test_a_search_for_nothing_asks_for_words_and_is_no_error(as_editor: Client) -> None:
    OrganisationFactory(name="Riga")
    for address in ("/search/", "/search/?q=", "/search/?q=-riga", "/search/?q=riga&page=x", "/search/?kind=nothing"):
        assert as_editor.get(address).status_code == 200
    assert found(as_editor, "") == found(as_editor, "-riga") == set()


def test_nothing_is_suggested_before_the_second_letter(as_editor: Client) -> None:
    OrganisationFactory(name="Riga")
    for text in ("", "r", " - ", "r "):
        assert as_editor.get("/search/suggestions/", {"q": text}).content == b""
    assert suggested(as_editor, "ri") == ["Riga"]


def test_suggestions_are_fair_to_every_kind_and_few(as_editor: Client, owner: Organisation) -> None:
    for number in range(30):
        OrganisationFactory(name=f"Nordby {number}")
    for number in range(3):
        PersonFactory(owner=owner, name=f"Nora {number}")
    assert len(suggested(as_editor, "nordb")) == 8
    assert len(suggested(as_editor, "nor")) == 8 + 3
    for number in range(12):
        AgreementFactory(partnership__owner=owner, title=f"Nordisk aftale {number}")
        NetworkFactory(name=f"Nordisk net {number}")
    several = suggested(as_editor, "nor")
    assert len(several) == 20
    assert sum(title.startswith("Nora") for title in several) == 3


def test_a_whole_word_comes_before_a_longer_one_and_the_first_word_before_a_later_one(as_editor: Client) -> None:
    for name in ["Romerike", "Ny Rom", "Rom", "Roma Termini"]:
        OrganisationFactory(name=name)
    assert suggested(as_editor, "rom") == ["Rom", "Ny Rom", "Roma Termini", "Romerike"]


def test_suggestions_name_their_kind_mark_the_hit_and_say_how_many(as_editor: Client) -> None:
    OrganisationFactory(name="<b>Øst & Vest</b>")
    html = as_editor.get("/search/suggestions/", {"q": "OEST"}).content.decode()
    assert "Organisationer" in html
    assert "&lt;b&gt;<mark>Øst</mark> &amp; Vest&lt;/b&gt;" in html
    assert re.search(r"data-announce>1 \w+<", html)
    assert 'href="/search/?q=OEST"' in html
    nothing = as_editor.get("/search/suggestions/", {"q": "<i>zz"}).content.decode()
    assert "data-announce" in nothing
    assert "&lt;i&gt;zz" in nothing


def test_results_are_counted_by_kind_and_narrowed_to_one(as_editor: Client, owner: Organisation) -> None:
    partner = OrganisationFactory(name="Tartu")
    AgreementFactory(partnership__owner=owner, partnership__partner=partner, title="Aftale med Tartu")
    html = as_editor.get("/search/", {"q": "tartu"}).content.decode()
    kinds = re.findall(r'href="\?q=tartu&amp;kind=([\w.]+)".*?class="count">(\d+)', html)
    assert kinds == [("portal.organisation", "1"), ("partnerships.partnership", "1"), ("partnerships.agreement", "1")]
    assert titles(page(as_editor, "tartu", kind="partnerships.agreement")) == ["Aftale med Tartu"]


def test_pages_hold_all_results_once_and_keep_the_search(as_editor: Client) -> None:
    for number in range(45):
        OrganisationFactory(name=f"Nordby {number}")
    pages = [titles(page(as_editor, "nordby", page=number)) for number in (1, 2, 3)]
    assert [len(some) for some in pages] == [20, 20, 5]
    assert len({*pages[0], *pages[1], *pages[2]}) == 45
    html = as_editor.get("/search/", {"q": "nordby", "kind": "portal.organisation", "page": 2}).content.decode()
    assert 'rel="next" href="?q=nordby&amp;kind=portal.organisation&amp;page=3"' in html
    assert 'name="q" value="nordby"' in html


def test_names_come_before_texts_that_mention_them(as_editor: Client, owner: Organisation) -> None:
    PartnershipFactory(owner=owner, partner__name="Bergen", description="<p>Ligner Stavanger. Stavanger er stor.</p>")
    OrganisationFactory(name="Stavanger")
    assert titles(page(as_editor, "stavanger")) == ["Stavanger", "Bergen"]


def test_the_snippet_shows_the_hit_marked_and_no_markup(as_editor: Client, owner: Organisation) -> None:
    long = "Ord uden betydning. " * 60
    text = f"<p>{long}</p><p>Her står <strong>aftalerne</strong> &amp; &lt;script&gt; midt i. {long}</p>"
    PartnershipFactory(owner=owner, partner__name="Riga", description=text)
    html = page(as_editor, "aftale")
    assert "… " in html
    assert "<mark>aftalerne</mark> &amp; &lt;script&gt; midt" in html
    assert "<strong>" not in html


def test_the_number_of_queries_does_not_grow_with_the_results(as_editor: Client, owner: Organisation) -> None:
    def queries(address: str) -> int:
        drain()
        with CaptureQueriesContext(connection) as captured:
            as_editor.get(address)
        return len(captured)

    PartnershipFactory(owner=owner, partner__name="Nordby")
    as_editor.get("/search/?q=nordby")
    few = [queries(address) for address in ("/search/?q=nordby", "/search/suggestions/?q=nordby")]
    for _ in range(10):
        AgreementFactory(partnership__owner=owner, partnership__partner__name="Nordby", title="Nordby")
    assert [queries(address) for address in ("/search/?q=nordby", "/search/suggestions/?q=nordby")] == few
    assert few[1] <= 5  # session, user, roles, is anything behind, suggestions


def test_every_page_has_the_search_box_and_the_login_page_has_none(as_editor: Client, client: Client) -> None:
    for address in ("/", "/partnerships/", "/search/", "/partnerships/9999/"):
        assert as_editor.get(address).content.count(b'action="/search/"') == 1
    assert b'action="/search/"' not in Client().get("/login/").content


@example("ΑΘΉΝΑ ς")
@example("КИЇВ Москва")
@example("ẞ ß Þ þ Œ")
@example("Ǽ ĸ ŋ ı")
@example("ﬁ ² Ⅷ")
@example("Århus—Ålesund")
@example("a\u0308e")
@example("Istanbul İ")
@given(st.text(st.characters(max_codepoint=0x17F, exclude_characters="\0{|}")))
def test_python_and_the_database_fold_alike(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_fold(%s)", [text])
        assert cursor.fetchone()[0] == fold(text)


def test_marks_fall_on_whole_words_in_any_spelling() -> None:
    beginnings = frozenset({"arh", "oster"})
    assert marked("Aarhus, Øster<br>Århusgade", beginnings) == (
        "<mark>Aarhus</mark>, <mark>Øster</mark>&lt;br&gt;<mark>Århusgade</mark>"
    )
    assert marked("bytte byernes byer", frozenset(), frozenset({"by"})) == (
        "<mark>bytte</mark> <mark>byernes</mark> <mark>byer</mark>"
    )
    assert marked("kommunikationsplanen kommunernes", frozenset(), frozenset({"kommun"})) == (
        "kommunikationsplanen <mark>kommunernes</mark>"
    )


@given(st.text(max_size=600), st.integers(0, 5))
def test_a_snippet_is_short_and_safe_whatever_the_text(text: str, place: int) -> None:
    words = text.split()
    query = Query(
        search=None,
        beginnings=frozenset({fold(words[place])} - {""}) if place < len(words) else frozenset(),
        stems=frozenset(),
    )
    html = snippet(text, query)
    assert "<" not in html.replace("<mark>", "").replace("</mark>", "")
    assert len(re.sub("<[^>]+>|&[^;]+;", "", html)) <= 230


def test_a_query_is_read_as_words_phrases_and_what_is_unwanted() -> None:
    query = parse('aftaler "Grøn omstilling" -Oslo')
    assert query.beginnings == {"aftaler"}
    assert query.stems == {"aftal", "gron", "omstilling"}
    assert parse("-oslo").search is None


def test_whoever_has_no_role_finds_nothing(client: Client) -> None:
    role = RoleFactory()
    role.delete()
    OrganisationFactory(name="Riga")
    client.force_login(role.user)
    assert found(client, "riga") == set()
    assert client.get("/search/suggestions/", {"q": "riga"}).content == b""
