"""A Word document read back: structure that Word and screen readers know, and nothing that reaches out of the file."""

import re
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument

from portal.printing.docx import Document
from portal.printing.richtext import rich_text

RICH = (
    "<h3>Baggrund</h3><p>Siden <strong>1996</strong>, <em>i to led</em>,<br>se "
    '<a href="https://example.dk/?a=1&amp;b=2">byens side</a>.</p>'
    "<ol><li><p>sundhed</p><p>og omsorg</p><ul><li>rehabilitering</li></ul></li><li>energi</li></ol>"
    "<h4>Dernæst</h4><ol><li>kultur</li></ol>"
)


def written(lang: str = "da", html: str = RICH) -> bytes:
    document = Document(
        title="Notat <ærø>", owner="Aalborg Kommune", dated="2026-05-04", lang=lang, page_of="side {page} af {pages}"
    )
    document.heading("Indledning")
    document.items(["ét", "to"])
    document.rich(rich_text(html), under=1)
    return document.content()


def read(content: bytes) -> WordDocument:
    return docx.Document(BytesIO(content))


def parts(content: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))}


def test_every_paragraph_has_a_style_of_words_own_so_that_it_can_be_restyled() -> None:
    assert [(one.style.name, one.text) for one in read(written()).paragraphs] == [
        ("Subtitle", "Aalborg Kommune"),
        ("Title", "Notat <ærø>"),
        ("Heading 1", "Indledning"),
        ("List Bullet", "ét"),
        ("List Bullet", "to"),
        ("Heading 2", "Baggrund"),
        ("Normal", "Siden 1996, i to led,\nse byens side."),
        ("List Number", "sundhed"),
        ("List Continue", "og omsorg"),
        ("List Bullet 2", "rehabilitering"),
        ("List Number", "energi"),
        ("Heading 3", "Dernæst"),
        ("List Number", "kultur"),
    ]


def test_bold_italic_and_links_stand_where_they_were() -> None:
    (paragraph,) = [one for one in read(written()).paragraphs if one.text.startswith("Siden")]
    assert [run.text for run in paragraph.runs if run.bold] == ["1996"]
    assert [run.text for run in paragraph.runs if run.italic] == ["i to led"]
    (link,) = paragraph.hyperlinks
    assert (link.text, link.address) == ("byens side", "https://example.dk/?a=1&b=2")
    assert [run.style.name for run in link.runs] == ["Hyperlink"]


def test_each_ordered_list_counts_from_one() -> None:
    document = read(written())
    number = {one.text: one._p.pPr.numPr.numId.val for one in document.paragraphs if one.style.name == "List Number"}
    assert number["sundhed"] == number["energi"] != number["kultur"]
    counts = document.part.numbering_part.element
    for one in set(number.values()):
        (start,) = counts.num_having_numId(one).xpath("w:lvlOverride[@w:ilvl='0']/w:startOverride/@w:val")
        assert start == "1"


def test_lists_deeper_than_there_are_styles_for_lose_nothing() -> None:
    html = "".join(f"<ul><li>led {level}" for level in range(1, 7)) + "</li></ul>" * 6
    lists = [(one.style.name, one.text) for one in read(written(html=html)).paragraphs[5:]]
    names = ["List Bullet", "List Bullet 2", *["List Bullet 3"] * 4]
    assert lists == [(name, f"led {level}") for level, name in enumerate(names, start=1)]


@pytest.mark.parametrize(("lang", "language"), [("da", "da-DK"), ("en", "en-GB")])
def test_the_file_says_what_it_is_and_in_what_language(lang: str, language: str) -> None:
    content = written(lang)
    about = read(content).core_properties
    assert (about.title, about.author, about.language, about.comments) == (
        "Notat <ærø>",
        "Aalborg Kommune",
        language,
        "",
    )
    assert (f"{about.created:%Y-%m-%d}", f"{about.modified:%Y-%m-%d}") == ("2026-05-04", "2026-05-04")
    assert set(re.findall(r'<w:lang w:val="([^"]+)"', parts(content)["word/styles.xml"])) == {language}


def test_each_page_of_a4_says_which_it_is_of_how_many() -> None:
    (section,) = read(written()).sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    (footer,) = section.footer.paragraphs
    assert footer._p.xpath("w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]
    assert "".join(footer._p.xpath(".//w:t/text()")) == "side 1 af 1"


def test_nothing_but_its_links_reaches_out_of_the_file() -> None:
    relations = "".join(text for name, text in parts(written()).items() if name.endswith(".rels"))
    assert [one for one in re.findall(r"<Relationship [^>]+>", relations) if "External" in one] == [
        one for one in re.findall(r"<Relationship [^>]+>", relations) if "/hyperlink" in one
    ]
    with ZipFile(BytesIO(written())) as package:
        assert not [name for name in package.namelist() if name.endswith(".bin") or "embed" in name]
    assert "macroEnabled" not in parts(written())["[Content_Types].xml"]


def test_what_xml_cannot_hold_is_left_out() -> None:
    document = Document(
        title="a\x0bb" * 200, owner="c\x1fd\ufffe", dated="2026-05-04", lang="da", page_of="side {page} af {pages}"
    )
    document.paragraph("</w:t> ]]> &lt; \x08")
    owner, title, text = (one.text for one in read(document.content()).paragraphs)
    assert (owner, title, text) == ("cd", "ab" * 200, "</w:t> ]]> &lt; ")
