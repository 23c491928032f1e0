"""Rich text as the portal stores it: a small whitelist of HTML, whatever an editor, Word or an attacker sent.

nh3 has the first and the last word on what may stand; the steps between only tidy. Printed documents start from the
same whitelist (`portal.printing.richtext`).
"""

import html
import re

import nh3

BLOCKS = {"p", "h3", "h4", "ul", "ol", "li"}
TAGS = BLOCKS | {"br", "strong", "em", "a"}

# What other editors write, and what we keep of it; a pasted table becomes one paragraph per cell.
EQUIVALENTS = {
    "b": "strong",
    "i": "em",
    "h1": "h3",
    "h2": "h3",
    "h5": "h4",
    "h6": "h4",
    **dict.fromkeys(["div", "blockquote", "pre", "section", "article", "td", "th", "dt", "dd"], "p"),
}

_KNOWN_NAMES = "|".join(sorted(TAGS | EQUIVALENTS.keys() | {"span"}))
_KNOWN_TAG = re.compile(rf"</?(?:{_KNOWN_NAMES})(?:[\s/][^<>]*)?>", re.IGNORECASE)
_EQUIVALENT_TAG = re.compile(rf"<(/?)({'|'.join(EQUIVALENTS)})>")
_DEAD_LINK = re.compile(r'<a rel="noopener">(.*?)</a>', re.DOTALL)
_BLOCK_NAMES = "|".join(sorted(BLOCKS))
_BLOCK_TAG = re.compile(rf"<(?:{_BLOCK_NAMES})>")
_EMPTY_BLOCK = re.compile(rf"<({_BLOCK_NAMES})>(?:\s|&nbsp;|<br>)*</\1>")
_EMPTY_INLINE = re.compile(r"<(strong|em|a)(?: [^<>]*)?>((?:\s|&nbsp;|<br>)*)</\1>")
_LINE_END = re.compile(r"<br>|</(?:p|h3|h4|li)>")


def clean_html(value: str) -> str:
    """`value` reduced to the whitelist; "" when nothing readable is left. Cleaning twice changes nothing.

    Text without any tag we know was typed without JavaScript: its blank lines separate paragraphs, and a "<" is a "<".
    """
    cleaned = value if _KNOWN_TAG.search(value) else _paragraphs(value)
    for _ in range(10):
        before, cleaned = cleaned, _cleaned_once(cleaned)
        if cleaned == before:
            return cleaned
    # Markup so tangled that every parse reads it differently holds nothing worth keeping but its words.
    return _paragraphs(plain_text(cleaned))


def plain_text(value: str) -> str:
    """The words of stored rich text, one line per paragraph, heading, list item or line break."""
    text = html.unescape(nh3.clean(_LINE_END.sub(r"\g<0>" + "\n", value), tags=set()))
    return "\n".join(line for line in map(str.strip, text.splitlines()) if line)


def _cleaned_once(value: str) -> str:
    value = _whitelisted(value, TAGS | EQUIVALENTS.keys())
    value = _EQUIVALENT_TAG.sub(lambda tag: f"<{tag[1]}{EQUIVALENTS[tag[2]]}>", value)
    value = _DEAD_LINK.sub(r"\1", value)
    value = _whitelisted(value, TAGS)
    value = _EMPTY_BLOCK.sub("", _EMPTY_INLINE.sub(r"\2", value)).strip()
    return value if not value or _BLOCK_TAG.search(value) else f"<p>{value}</p>"


def _whitelisted(value: str, tags: set[str]) -> str:
    return nh3.clean(
        value,
        tags=tags,
        attributes={"a": {"href"}, "*": set()},  # "*" would otherwise let lang and title through
        url_schemes={"https", "mailto"},
        url_relative="deny",
        link_rel="noopener",
    )


def _paragraphs(text: str) -> str:
    text = html.escape(text.replace("\r\n", "\n").strip(), quote=False)
    return "".join(f"<p>{part.replace('\n', '<br>')}</p>" for part in re.split(r"\n\s*\n", text) if part)
