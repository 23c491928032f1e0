"""Stored rich text as a tree of plain data, for printed documents: no string of it is ever read as markup again."""

import re
from html.parser import HTMLParser
from typing import Literal, TypedDict

from portal.text.sanitise import clean_html

# Deeper lists than this print as if they were this deep; the JSON reader of the typesetter gives up at 128 levels.
DEEPEST_LIST = 6


class Run(TypedDict):
    """A stretch of text in one style; "\\n" in it is a line break, `href` is "" unless it is a link."""

    text: str
    strong: bool
    em: bool
    href: str


class Paragraph(TypedDict):
    kind: Literal["paragraph"]
    runs: list[Run]


class Heading(TypedDict):
    kind: Literal["heading"]
    level: Literal[1, 2]
    runs: list[Run]


class ListBlock(TypedDict):
    kind: Literal["list"]
    ordered: bool
    items: list[list["Block"]]


type Block = Paragraph | Heading | ListBlock


def rich_text(html: str) -> list[Block]:
    """The blocks of `html` in order; empty when nothing readable is left.

    A heading of the second level before any of the first counts as first: a tagged PDF must not skip a level.
    """
    reader = _Reader()
    reader.feed(clean_html(html))
    reader.close()
    return reader.blocks


class _Reader(HTMLParser):
    """Reads what `clean_html` writes, and only that."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.containers = [self.blocks]  # where the next block goes: the text itself, or the innermost list item
        self.lists: list[ListBlock] = []
        self.heading_level: Literal[1, 2] | None = None  # of the block being read
        self.runs: list[Run] | None = None  # of the block being read, once it has any text
        self.strong = self.em = 0
        self.href = ""
        self.has_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "strong":
                self.strong += 1
            case "em":
                self.em += 1
            case "a":
                self.href = dict(attrs)["href"] or ""
            case "br":
                self.add_text("\n")
            case "ul" | "ol":
                self.end_block()
                new: ListBlock = {"kind": "list", "ordered": tag == "ol", "items": []}
                self.lists.append(new if len(self.lists) < DEEPEST_LIST else self.lists[-1])
            case "li":
                self.end_block()
                self.containers.append(self.new_item())
            case "h3" | "h4":
                self.end_block()
                self.heading_level = 2 if tag == "h4" and self.has_heading else 1
            case _:
                self.end_block()

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "strong":
                self.strong -= 1
            case "em":
                self.em -= 1
            case "a":
                self.href = ""
            case "ul" | "ol":
                self.end_block()
                self.lists.pop()
            case "li":
                self.end_block()
                self.containers.pop()
            case _:
                self.end_block()

    def handle_data(self, data: str) -> None:
        self.add_text(re.sub(r"[ \t\r\n\f]+", " ", data))

    def add_text(self, text: str) -> None:
        if self.runs is None:
            text = text.lstrip(" \n")
            if not text:
                return
            self.runs = self.new_block()
        self.runs.append({"text": text, "strong": self.strong > 0, "em": self.em > 0, "href": self.href})

    def new_block(self) -> list[Run]:
        runs: list[Run] = []
        if self.heading_level is None:
            self.containers[-1].append({"kind": "paragraph", "runs": runs})
        else:
            self.has_heading = True
            self.containers[-1].append({"kind": "heading", "level": self.heading_level, "runs": runs})
        return runs

    def new_item(self) -> list[Block]:
        if not self.lists:  # an item without a list prints as a paragraph
            return self.containers[-1]
        item: list[Block] = []
        innermost = self.lists[-1]
        if not innermost["items"]:
            self.containers[-1].append(innermost)
        innermost["items"].append(item)
        return item

    def end_block(self) -> None:
        self.heading_level = None
        self.runs = None
