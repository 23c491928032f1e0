"""Word documents from plain data, in Word's own styles (Heading 1, List Bullet ...), which users can restyle."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from portal.printing.richtext import Block, ListBlock, Run

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGES = {"da": "da-DK", "en": "en-GB"}
ACCENT = RGBColor(0x0B, 0x4A, 0x6F)
A4 = (Mm(210), Mm(297))
MARGIN = Mm(25)
HEADINGS = ["Title", "Subtitle", *(f"Heading {level}" for level in range(1, 6))]
DEEPEST = 3  # level of lists that there is a style for; deeper ones look like it
LONGEST = 255  # characters of a document's properties
FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Document:
    """A document being written, from top to bottom; `content` is the file."""

    def __init__(self, *, title: str, owner: str, dated: str, lang: str, page_of: str) -> None:
        """`dated` is an ISO day; `page_of` is such as "page {page} of {pages}"."""
        self.word = docx.Document()
        self.dated = datetime.fromisoformat(dated)
        self._describe(title=title, owner=owner, language=LANGUAGES.get(lang, "da-DK"))
        self._lay_out(page_of)
        self._plain(owner, "Subtitle")
        self._plain(title, "Title")

    def heading(self, text: str, *, level: int = 1) -> None:
        self._plain(text, f"Heading {level}")

    def paragraph(self, text: str) -> None:
        if text:
            self._plain(text)

    def items(self, texts: Iterable[str]) -> None:
        """A list with a bullet before each."""
        for text in texts:
            self._plain(text, "List Bullet")

    def rich(self, blocks: Sequence[Block], *, under: int = 3) -> None:
        """Formatted text, as `portal.printing.richtext` reads it; its headings stand `under` one of that level."""
        for block in blocks:
            match block["kind"]:
                case "heading":
                    self._formatted(block["runs"], f"Heading {under + block['level']}")
                case "paragraph":
                    self._formatted(block["runs"])
                case "list":
                    self._list(block, level=1)

    def content(self) -> bytes:
        """The file as bytes; the same for the same words, since its parts are not stamped with the time of day."""
        saved, stamped = BytesIO(), BytesIO()
        self.word.save(saved)
        with ZipFile(saved) as parts, ZipFile(stamped, "w") as package:
            for name in parts.namelist():
                package.writestr(ZipInfo(name, self.dated.timetuple()[:6]), parts.read(name), ZIP_DEFLATED)
        return stamped.getvalue()

    def _describe(self, *, title: str, owner: str, language: str) -> None:
        about = self.word.core_properties
        about.title, about.author = _readable(title)[:LONGEST], _readable(owner)[:LONGEST]
        about.created = about.modified = self.dated
        about.language, about.comments = language, ""
        (proofing,) = self.word.styles.element.xpath("w:docDefaults//w:lang")
        proofing.set(qn("w:val"), language)

    def _lay_out(self, page_of: str) -> None:
        styles, page = self.word.styles, self.word.sections[0]
        link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
        link.font.underline = True
        for style in (link, *(styles[name] for name in HEADINGS)):
            style.font.color.rgb = ACCENT
        page.page_width, page.page_height = A4
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
        for part in re.split(r"(\{pages?\})", page_of):
            run = page.footer.paragraphs[0].add_run("1" if part in FIELDS else part)
            if part in FIELDS:
                _wrap(run, "w:fldSimple", "w:instr", FIELDS[part])

    def _list(self, block: ListBlock, *, level: int) -> None:
        depth = f" {min(level, DEEPEST)}" if level > 1 else ""
        name = f"List Number{depth}" if block["ordered"] else f"List Bullet{depth}"
        number = self._counting_from_one(name) if block["ordered"] else None
        for item in block["items"]:
            is_first = True
            for part in item:
                if part["kind"] == "list":
                    self._list(part, level=level + 1)
                    continue
                paragraph = self._formatted(part["runs"], name if is_first else f"List Continue{depth}")
                if is_first and number is not None:
                    paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
                is_first = False

    def _counting_from_one(self, style: str) -> int:
        """The id of a new count for a list in that style, which would else go on from the list before it."""
        counts = self.word.part.numbering_part.element
        of_style = self.word.styles[style].element.pPr.numPr.numId.val
        count = counts.add_num(counts.num_having_numId(of_style).abstractNumId.val)
        count.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(count.numId)

    def _plain(self, text: str, style: str | None = None) -> None:
        self.word.add_paragraph(_readable(text), style)

    def _formatted(self, runs: Sequence[Run], style: str | None = None) -> Paragraph:
        paragraph = self.word.add_paragraph(style=style)
        for run in runs:
            written = paragraph.add_run(_readable(run["text"]), "Hyperlink" if run["href"] else None)
            written.bold, written.italic = run["strong"] or None, run["em"] or None
            if run["href"]:
                address = paragraph.part.relate_to(run["href"], RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                _wrap(written, "w:hyperlink", "r:id", address)
        return paragraph


def _wrap(run: WordRun, tag: str, attribute: str, value: str) -> None:
    """Put the run into an element that the library can read but not write."""
    outer = OxmlElement(tag, {qn(attribute): value})
    run._r.addprevious(outer)
    outer.append(run._r)


def _readable(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return NOT_XML.sub("", text)
