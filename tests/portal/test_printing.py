import hashlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.models.organisation import Theme
from portal.printing import typst
from portal.printing.richtext import rich_text
from portal.printing.typst import PrintError, render_pdf

INJECTIONS = [
    '#panic("x")',
    '#eval("1+1") #sys.inputs #read("/etc/passwd")',
    "$ x^2 $ @ref <label> \\ \\u{41} `raw` *not bold* _not italic_ = no heading - no list",
    '"; panic() //',
    "]#[ }{ )( /* */ https://x.example",
]

AGENDA_LABELS = {
    "page_of": "side {page} af {pages}",
    "overview": "Punkter",
    "date": "Dato",
    "time": "Tid",
    "place": "Sted",
    "form": "Form",
    "chair": "Mødeleder",
    "host": "Vært",
    "participants": "Deltagere",
    "apologies": "Afbud",
    "case_number": "Sagsnr.",
    "closed": "Lukket punkt",
    "summary": "Resumé",
    "recommendations": "Indstilling",
    "decision": "Beslutning",
    "case": "Sagsfremstilling",
    "economy": "Økonomi",
    "earlier": "Tidligere behandling",
    "annexes": "Bilag",
    "annex": "Bilag",
}

STATUS_LABELS = {
    "page_of": "side {page} af {pages}",
    "in_brief": "Kort fortalt",
    "vision": "Vision og plan",
    "perspectives": "Resultater for hvert perspektiv",
    "networks": "Netværk",
    "partners": "Partnere og venskabsbyer",
    "economy": "Økonomi",
    "next_year": "Det næste år",
    "code": "Nr.",
    "initiative": "Indsats",
    "lead": "Ansvarlig",
    "status": "Status",
    "network": "Netværk",
    "since": "Siden",
    "note": "Bemærkning",
    "partner": "Partner",
    "kind": "Art",
    "agreement": "Aftale",
    "priority": "Prioritet",
}


def agenda_item(number: str) -> dict[str, object]:
    return {
        "number": number,
        "title": f"Genforhandling af aftalen med Győr og Łódź, del {number}",
        "case_number": "2026-26443",
        "kind": "Beslutning",
        "closed": False,
        "summary": rich_text("<p>Aftalen skal opsiges <strong>senest 31. december 2026</strong>.</p>"),
        "recommender": "Borgmesterens Forvaltning indstiller,",
        "recommendations": ["at aftalen genforhandles,", "at der følges op i juni 2027."],
        "case": rich_text(
            "<h4>Baggrund</h4><p>Samarbejdet begyndte i 1996.</p>"
            "<ul><li><p>sundhed</p><ol><li>rehabilitering</li></ol></li><li>energi</li></ul>"
            '<h4>Kilder</h4><p>Se <a href="https://www.example.dk/gyor">byens side</a>.</p>'
        ),
        "economy": rich_text("<p>145.000 kr. årligt.</p>"),
        "earlier": "Drøftet i Direktørgruppen den 12. oktober 2026.",
        "annexes": ["Status for samarbejdet", "Udkast til aftale"],
        "decision": {"outcome": "Godkendt", "text": rich_text("<p>Kirsten Bjørn var fraværende.</p>")},
    }


def agenda(**changes: object) -> dict[str, object]:
    return {
        "lang": "da",
        "dated": "2026-12-01",
        "owner": "Aalborg Kommune",
        "body": "Tværgående gruppe",
        "title": "Dagsorden",
        "state": "Låst",
        "labels": AGENDA_LABELS,
        "meeting": {
            "date": "8. december 2026",
            "time": "kl. 9.00–11.30",
            "place": "Rådhuset, 9000 Aalborg",
            "form": "Fysisk møde",
            "chair": "Søren Ærø",
            "host": "",
        },
        "participants": [{"name": "Zoltán Kővári", "role": "gæst"}, {"name": "Michał Wójcik", "role": ""}],
        "apologies": ["Åse Højbjerg"],
        "items": [agenda_item(str(number)) for number in range(1, 6)] + [{"number": "6", "title": "Eventuelt"}],
    } | changes


def status_report(**changes: object) -> dict[str, object]:
    tones = ["success", "warning", "danger", "info", "neutral"]
    initiatives = [
        {
            "code": f"1.{tone[0]}",
            "title": "Internationalt hus",
            "status": f"Tilstand {tone}",
            "tone": tone,
            "note": "Åbnet i marts",
            "note_date": "12. oktober 2026",
            "lead": "Borgmesterens Forvaltning",
        }
        for tone in tones
    ]
    return {
        "lang": "da",
        "dated": "2026-12-01",
        "owner": "Aalborg Kommune",
        "title": "Årsstatus 2026",
        "subtitle": "Strategi 2024–2027",
        "date": "1. december 2026",
        "labels": STATUS_LABELS,
        "in_brief": rich_text("<p>Et godt år med Győr og Łódź.</p>"),
        "counts": [{"label": f"Tilstand {tone}", "count": 3, "tone": tone} for tone in tones],
        "vision": rich_text("<p>En by, verden søger til.</p>"),
        "perspectives": [
            {"number": "1", "name": "Det globale", "purpose": rich_text("Vækst"), "initiatives": initiatives},
            {"number": "2", "name": "Arktis", "purpose": [], "initiatives": []},
        ],
        "networks": [{"name": "EuroCities", "status": "Medlem", "tone": "success", "since": "2015", "note": "Miljø"}],
        "partners": [
            {
                "name": f"Venskabsby {number}",
                "country": "Ungarn",
                "kind": "Venskabsby",
                "since": "1. januar 2007",
                "agreements": [{"name": "Aftalen", "sentence": "Skal opsiges senest 30. juni 2027."}],
                "priority": "Høj",
            }
            for number in range(1, 34)
        ],
        "economy": rich_text("<p>1.304.253 kr.</p>"),
        "next_year": rich_text("<ul><li>Ny strategi</li></ul>"),
    } | changes


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    """All text with single spaces, as line breaks of the layout mean nothing."""
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def structure_tags(pdf: bytes) -> set[str]:
    """The kinds of element in the structure that a screen reader follows."""
    found, waiting = set(), [read(pdf).root_object["/StructTreeRoot"]]
    while waiting:
        match waiting.pop().get_object():
            case list() as children:
                waiting.extend(children)
            case dict() as element:
                found.add(element.get("/S"))
                waiting.extend(filter(None, [element.get("/K")]))
    return found


@pytest.fixture(scope="module")
def agenda_pdf() -> bytes:
    return render_pdf("agenda", agenda())


@pytest.fixture(scope="module")
def status_pdf() -> bytes:
    return render_pdf("status", status_report())


@pytest.fixture(scope="module", params=["agenda", "status"])
def any_pdf(request: pytest.FixtureRequest) -> bytes:
    return request.getfixturevalue(f"{request.param}_pdf")


def test_every_page_is_numbered(any_pdf):
    pages = read(any_pdf).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"side {number} af {len(pages)}" in page.extract_text()


def test_letters_of_the_neighbours_can_be_copied_out(any_pdf):
    assert "Győr og Łódź" in words(any_pdf)
    assert {*"æøåÅ"} <= {*words(any_pdf)}


def test_it_is_tagged_and_says_its_language_and_title(any_pdf):
    reader = read(any_pdf)
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "da"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert {"/Title", "/H1", "/P", "/L", "/LI"} <= structure_tags(any_pdf)
    assert reader.metadata.author == "Aalborg Kommune"


def test_it_declares_pdf_a_and_pdf_ua(any_pdf):
    xmp = read(any_pdf).root_object["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_all_fonts_are_ours_and_embedded(any_pdf):
    fonts = {
        font.get_object()["/BaseFont"]: font.get_object()
        for page in read(any_pdf).pages
        for font in page["/Resources"]["/Font"].get_object().values()
    }
    assert fonts
    for name, font in fonts.items():
        assert "IBMPlexSans" in name
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile3" in descriptor


def test_equal_data_gives_equal_bytes(agenda_pdf):
    assert render_pdf("agenda", agenda()) == agenda_pdf


def test_the_day_comes_from_the_data(agenda_pdf):
    assert read(agenda_pdf).metadata.creation_date.date().isoformat() == "2026-12-01"


def test_the_agenda_has_a_bookmark_for_every_item(agenda_pdf):
    reader = read(agenda_pdf)
    assert reader.metadata.title == "Dagsorden · Tværgående gruppe · 8. december 2026"
    bookmarks = [bookmark.title for bookmark in reader.outline]
    assert [title.split()[0] for title in bookmarks if title[0].isdigit()] == ["1", "2", "3", "4", "5", "6"]


def test_the_first_page_lists_the_items_with_their_pages(agenda_pdf):
    reader = read(agenda_pdf)
    first = " ".join(reader.pages[0].extract_text().split())
    page = next(n for n, page in enumerate(reader.pages, 1) if "del 4" in page.extract_text() and n > 1)
    assert f"Łódź, del 4 {page}" in first
    assert "/Link" in {annotation.get_object()["/Subtype"] for annotation in reader.pages[0]["/Annots"]}


def test_the_agenda_says_everything_about_an_item(agenda_pdf):
    text = words(agenda_pdf)
    for part in [
        "Sagsnr. 2026-26443",
        "Indstilling Borgmesterens Forvaltning indstiller, 1. at aftalen genforhandles, 2. at der følges op",
        "Beslutning Godkendt Kirsten Bjørn var fraværende.",
        "Økonomi 145.000 kr. årligt.",
        "Bilag Bilag 1 Status for samarbejdet Bilag 2 Udkast til aftale",
        "https://www.example.dk/gyor",
    ]:
        assert part in text


def test_empty_parts_are_dropped_with_their_headings():
    item = {"number": "1", "title": "Eventuelt", "case": [], "economy": [], "annexes": [], "decision": None}
    text = words(render_pdf("agenda", agenda(items=[item], participants=[], apologies=[])))
    for part in [
        "case",
        "economy",
        "annexes",
        "decision",
        "earlier",
        "recommendations",
        "participants",
        "apologies",
        "host",
    ]:
        assert AGENDA_LABELS[part] not in text


def test_a_closed_item_says_so_and_a_proof_is_marked():
    item = {"number": "1", "title": "Lukket sag", "closed": True}
    assert "Lukket punkt" in words(render_pdf("agenda", agenda(items=[item])))
    proof = read(render_pdf("agenda", agenda(watermark="KLADDE")))
    assert all("KLADDE" in page.extract_text() for page in proof.pages)


def test_a_table_repeats_its_head_on_every_page(status_pdf):
    pages = [page.extract_text() for page in read(status_pdf).pages if "Venskabsby 3" in page.extract_text()]
    assert len(pages) > 1
    assert all("Prioritet" in page for page in pages)
    assert {"/Table", "/THead", "/TH", "/TD"} <= structure_tags(status_pdf)


def test_a_status_is_told_in_words(status_pdf):
    text = words(status_pdf)
    for tone in ["success", "warning", "danger", "info", "neutral"]:
        assert f"Tilstand {tone}" in text


def test_a_heading_never_stands_with_a_single_row_at_the_foot_of_a_page():
    labels = STATUS_LABELS | {
        "decisions": "Beslutninger",
        "decided": "Den",
        "body": "I",
        "case": "Om",
        "outcome": "Til",
    }
    decisions = [{"date": f"{day}. maj", "title": "Fornyelse", "outcome": "Godkendt"} for day in range(1, 9)]
    bare = {"labels": labels, "perspectives": [], "networks": [], "counts": [], "decisions": decisions}
    for count in range(14, 23):
        purpose = rich_text("<p>Linje</p>" * count)
        pages = read(render_pdf("status", status_report(vision=purpose, partners=[], **bare))).pages
        text = next(page.extract_text() for page in pages if "Beslutninger" in page.extract_text())
        assert text.partition("Beslutninger")[2].count("Fornyelse") > 1, count


@pytest.mark.parametrize("theme", Theme)
def test_paper_has_the_colour_of_the_owners_theme(theme):
    css = Path(f"static/css/theme-{theme}.css").read_text()
    colour = re.search(r"--ds-color-accent-base-default: (#\w+)", css)[1]  # that of the light scheme comes first
    assert f'{theme}: rgb("{colour}")' in Path("templates/print/house.typ").read_text()
    is_neutral = render_pdf("status", status_report(theme=theme)) == render_pdf("status", status_report())
    assert is_neutral == (theme == Theme.NEUTRAL)


def test_a_status_report_may_be_nearly_empty():
    bare = {
        key: value for key, value in status_report().items() if key in {"lang", "dated", "owner", "title", "labels"}
    }
    assert "side 1 af 1" in words(render_pdf("status", bare))


def test_english():
    labels = AGENDA_LABELS | {"page_of": "page {page} of {pages}"}
    pdf = render_pdf("agenda", agenda(lang="en", labels=labels))
    assert read(pdf).root_object["/Lang"] == "en"
    assert f"page 1 of {len(read(pdf).pages)}" in words(pdf)


@pytest.mark.parametrize("text", INJECTIONS)
def test_markup_of_the_typesetter_is_only_text(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    item = agenda_item("#1") | {
        "title": text,
        "recommendations": [text],
        "case": rich_text(f"<p><strong>{escaped}</strong></p>"),
        "annexes": [text],
    }
    without_spaces = re.sub(r"\s", "", words(render_pdf("agenda", agenda(items=[item], apologies=[text]))))
    assert without_spaces.count(re.sub(r"\s", "", text)) == 6  # overview, apologies and the four above


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Gyo\u030br", "Győr"),
        ("上海", "??"),
        ("fin\u2009plads", "fin plads"),
        ("e\u2011post", "e-post"),
        ("\uf0b7 punkt 🎉", "• punkt •"),
        ("usyn\u200blig\x07", "usynlig"),
        ("ﬀﬃ", "ffffi"),
        ("Αθήνα Київ", "Αθήνα Київ"),
    ],
)
def test_no_character_stops_the_press(typed, printed):
    assert f"Afbud {printed} Punkter" in words(render_pdf("agenda", agenda(apologies=[typed])))


def test_missing_data_is_told():
    with pytest.raises(PrintError, match=r"agenda: .*items"):
        render_pdf("agenda", {key: value for key, value in agenda().items() if key != "items"})


def test_a_broken_template_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(typst, "TEMPLATES", tmp_path)
    (tmp_path / "broken.typ").write_text("#let x = (")
    with pytest.raises(PrintError, match="broken: error: unclosed delimiter"):
        render_pdf("broken", agenda())


def test_a_template_cannot_read_outside_its_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(typst, "TEMPLATES", tmp_path)
    (tmp_path / "curious.typ").write_text('#read("/../../etc/hostname")')
    with pytest.raises(PrintError, match="curious: "):
        render_pdf("curious", agenda())


def test_a_document_that_never_ends_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(typst, "TEMPLATES", tmp_path)
    monkeypatch.setattr(typst, "TIME_LIMIT", 0.5)
    (tmp_path / "endless.typ").write_text("#for a in range(100000) { for b in range(100000) { let c = a + b } }")
    with pytest.raises(PrintError, match=r"endless: not set within 0\.5 seconds"):
        render_pdf("endless", agenda())


def test_the_child_process_does_not_load_the_framework():
    modules = "import sys, portal.printing.typst; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", modules], cwd=typst.ROOT, capture_output=True, text=True, check=True
    )
    assert not {"django", "typst"} & {*loaded.stdout.split()}


def test_the_fonts_are_the_ones_that_were_published():
    manifest = json.loads((typst.FONTS / "manifest.json").read_text())
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((typst.FONTS / name).read_bytes()).hexdigest() == digest
    assert {path.name for path in typst.FONTS.iterdir()} == manifest["files"].keys() | {"manifest.json"}


def test_the_fonts_have_every_character_that_the_manifest_promises():
    ranges = json.loads((typst.FONTS / "manifest.json").read_text())["characters"].split()
    bounds = [(int(first, 16), int(last or first, 16)) for first, _, last in (part.partition("-") for part in ranges)]
    characters = " ".join(chr(code) for first, last in bounds for code in range(first, last + 1))
    runs = [
        {"text": characters, "strong": strong, "em": em, "href": ""}
        for strong, em in [(False, False), (True, False), (False, True)]
    ]
    assert render_pdf("status", status_report(vision=[{"kind": "paragraph", "runs": runs}]))


def test_lists_deeper_than_a_page_is_wide_still_print():
    deep = rich_text("<ul><li>x" * 200)
    assert render_pdf("status", status_report(vision=deep))
