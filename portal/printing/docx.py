"""Word documents from plain data: headings, paragraphs and lists in real styles, and nothing else.

WordprocessingML (ECMA-376) as Word itself would write it. Every string goes in as text, never as markup.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from portal.printing.richtext import Block, Run

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGES = {"da": "da-DK", "en": "en-GB"}
ACCENT = "0B4A6F"
WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DEEPEST = 8  # levels of lists that Word knows
MADE = (1980, 1, 1, 0, 0, 0)  # equal data, equal bytes


class Document:
    """A document being written, from top to bottom; `content` is the file."""

    def __init__(self, *, title: str, owner: str, lang: str, page_of: str) -> None:
        """`page_of` is such as "page {page} of {pages}"."""
        self.title, self.owner, self.page_of = title, owner, page_of
        self.language = LANGUAGES.get(lang, "da-DK")
        self.body: list[str] = [_paragraph(_run(owner), "Subtitle"), _paragraph(_run(title), "Title")]
        self.lists = 0  # each ordered list counts from one
        self.links: list[str] = []

    def heading(self, text: str, *, level: int = 1) -> None:
        self.body.append(_paragraph(_run(text), f"Heading{level}"))

    def paragraph(self, text: str) -> None:
        if text:
            self.body.append(_paragraph(_run(text)))

    def items(self, texts: Iterable[str]) -> None:
        """A list with a bullet before each."""
        self.body += [_paragraph(_run(text), numbering=(1, 0)) for text in texts]

    def rich(self, blocks: Sequence[Block], *, under: int = 3) -> None:
        """Formatted text, as `portal.printing.richtext` reads it; its headings stand `under` one of that level."""
        for block in blocks:
            match block["kind"]:
                case "heading":
                    self.body.append(_paragraph(self._runs(block["runs"]), f"Heading{under + block['level']}"))
                case "paragraph":
                    self.body.append(_paragraph(self._runs(block["runs"])))
                case "list":
                    self._list(block["items"], is_ordered=block["ordered"], level=0)

    def content(self) -> bytes:
        """The file as bytes; the same for the same words."""
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for name, text in self._parts().items():
                package.writestr(zipfile.ZipInfo(name, MADE), HEAD + text, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()

    def _list(self, items: Sequence[Sequence[Block]], *, is_ordered: bool, level: int) -> None:
        if is_ordered:
            self.lists += 1
        number = self.lists + 1 if is_ordered else 1
        for item in items:
            is_first = True
            for block in item:
                if block["kind"] == "list":
                    self._list(block["items"], is_ordered=block["ordered"], level=min(level + 1, DEEPEST))
                    continue
                place = (number, level) if is_first else None
                self.body.append(_paragraph(self._runs(block["runs"]), numbering=place, indent=level + 1))
                is_first = False

    def _runs(self, runs: Sequence[Run]) -> str:
        return "".join(self._linked(run) for run in runs)

    def _linked(self, run: Run) -> str:
        text = _run(run["text"], strong=run["strong"], em=run["em"], is_link=bool(run["href"]))
        if not run["href"]:
            return text
        self.links.append(run["href"])
        return f'<w:hyperlink r:id="link{len(self.links)}">{text}</w:hyperlink>'

    def _parts(self) -> dict[str, str]:
        relations = {"styles": "styles.xml", "numbering": "numbering.xml", "footer": "footer1.xml"}
        parts = {"document.main": "document", "styles": "styles", "numbering": "numbering", "footer": "footer1"}
        overrides = "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{PARTS}.{kind}+xml"/>' for kind, name in parts.items()
        )
        core = "application/vnd.openxmlformats-package.core-properties+xml"
        links = "".join(
            f'<Relationship Id="link{number}" Type="{OFFICE}/hyperlink" Target={quoteattr(href)}'
            ' TargetMode="External"/>'
            for number, href in enumerate(self.links, start=1)
        )
        own = "".join(
            f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
            for kind, target in relations.items()
        )
        return {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'{overrides}<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="document" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="core" Type="{PACKAGE}/relationships/metadata/core-properties"'
            ' Target="docProps/core.xml"/></Relationships>',
            "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{_text(self.title)}</dc:title><dc:creator>{_text(self.owner)}</dc:creator>"
            f"<dc:language>{self.language}</dc:language></cp:coreProperties>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{own}{links}'
            "</Relationships>",
            "word/document.xml": f"<w:document {WORDS} {RELATIONS}><w:body>{''.join(self.body)}"
            '<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708"'
            ' w:gutter="0"/></w:sectPr></w:body></w:document>',
            "word/styles.xml": self._styles(),
            "word/numbering.xml": self._numbering(),
            "word/footer1.xml": f"<w:ftr {WORDS}>{_paragraph(self._page_of())}</w:ftr>",
        }

    def _page_of(self) -> str:
        fields = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
        return "".join(
            f'<w:fldSimple w:instr="{fields[part]}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            if part in fields
            else _run(part)
            for part in re.split(r"(\{pages?\})", self.page_of)
        )

    def _styles(self) -> str:
        sizes = {"Title": 48, "Heading1": 32, "Heading2": 26, "Heading3": 22, "Heading4": 22, "Heading5": 22}
        names = {"Title": "Title"} | {f"Heading{level}": f"heading {level}" for level in range(1, 6)}

        def outline(style: str) -> str:
            return "" if style == "Title" else f'<w:outlineLvl w:val="{int(style[-1]) - 1}"/>'

        headings = "".join(
            f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{names[style]}"/>'
            '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/>'
            f'<w:spacing w:before="320" w:after="120"/>{outline(style)}</w:pPr>'
            f'<w:rPr><w:b/><w:color w:val="{ACCENT}"/><w:sz w:val="{size}"/></w:rPr></w:style>'
            for style, size in sizes.items()
        )
        return (
            f"<w:styles {WORDS}><w:docDefaults><w:rPrDefault><w:rPr>"
            '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/>'
            f'<w:lang w:val="{self.language}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
            '<w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
            "</w:style>"
            f'{headings}<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/>'
            f'<w:basedOn w:val="Normal"/><w:rPr><w:b/><w:color w:val="{ACCENT}"/></w:rPr></w:style>'
            "</w:styles>"
        )

    def _numbering(self) -> str:
        kinds = {1: ("bullet", lambda _level: "•"), 2: ("decimal", lambda level: f"%{level + 1}.")}
        abstract = "".join(
            f'<w:abstractNum w:abstractNumId="{key}"><w:multiLevelType w:val="hybridMultilevel"/>'
            + "".join(
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
                f'<w:lvlText w:val="{sign(level)}"/><w:pPr>{_indent(level + 1, hanging=True)}</w:pPr></w:lvl>'
                for level in range(DEEPEST + 1)
            )
            + "</w:abstractNum>"
            for key, (kind, sign) in kinds.items()
        )
        again = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
            for level in range(DEEPEST + 1)
        )
        ordered = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="2"/>{again}</w:num>'
            for number in range(2, self.lists + 2)
        )
        bullets = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        return f"<w:numbering {WORDS}>{abstract}{bullets}{ordered}</w:numbering>"


def _paragraph(runs: str, style: str = "", *, numbering: tuple[int, int] | None = None, indent: int = 0) -> str:
    """`numbering` is a list and a level of it."""
    about = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbering:
        number, level = numbering
        about += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    elif indent:
        about += _indent(indent)
    return f"<w:p><w:pPr>{about}</w:pPr>{runs}</w:p>"


def _run(text: str, *, strong: bool = False, em: bool = False, is_link: bool = False) -> str:
    looks = ("<w:b/>" if strong else "") + ("<w:i/>" if em else "")
    looks += f'<w:color w:val="{ACCENT}"/><w:u w:val="single"/>' if is_link else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{_text(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{looks}</w:rPr>{lines}</w:r>"


def _indent(level: int, *, hanging: bool = False) -> str:
    hang = ' w:hanging="360"' if hanging else ""
    return f'<w:ind w:left="{360 * level}"{hang}/>'


def _text(text: str) -> str:
    """Text as XML may hold it: no control characters, no markup."""
    return escape(NOT_XML.sub("", text))
