"""Printed documents: a template in `templates/print/` and plain data in, a tagged and archivable PDF out.

Typst keeps what it has laid out, so each document is set in a child process of its own; the child loads no Django.
"""

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates" / "print"
FONTS = TEMPLATES / "fonts"
TIME_LIMIT = 30  # seconds; a hundred items take one


class PrintError(Exception):
    """The document could not be set; the message says why in the words of the typesetter."""


def render_pdf(template: str, data: Mapping[str, object]) -> bytes:
    """`templates/print/<template>.typ` filled with `data`, as PDF/UA-1 and PDF/A-2a; equal data gives equal bytes.

    `data` is JSON-like; every document needs "lang" ("da", "en"), "title" and "dated" (ISO date, the day in the PDF's
    own record). The opening comment of each template names the rest. Strings are printed as they are, never as markup.
    """
    try:
        child = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "portal.printing.typst", TEMPLATES / f"{template}.typ"],
            cwd=ROOT,
            input=json.dumps(_printable(data)).encode(),
            capture_output=True,
            timeout=TIME_LIMIT,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise PrintError(f"{template}: not set within {TIME_LIMIT} seconds") from error
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip() or f"the typesetter ended with {error.returncode}"
        raise PrintError(f"{template}: {reason}") from error
    return child.stdout


def _printable(value: object) -> object:
    """`value` with every string in characters of the fonts: one missing glyph and no archivable PDF can be made."""
    match value:
        case str():
            return _uncovered().sub(_closest, unicodedata.normalize("NFC", value))
        case Mapping():
            return {key: _printable(item) for key, item in value.items()}
        case list() | tuple():
            return [_printable(item) for item in value]
        case _:
            return value


@cache
def _uncovered() -> re.Pattern[str]:
    characters = json.loads((FONTS / "manifest.json").read_text())["characters"]
    ranges = (part.partition("-") for part in characters.split())
    covered = "".join(f"\\U{first:0>8}-\\U{last or first:0>8}" for first, _, last in ranges)
    return re.compile(rf"[^\n{covered}]")


def _closest(missing: re.Match[str]) -> str:
    """What stands for a character without a glyph: its plain form, "-" for dashes, a bullet for signs, or "?"."""
    plain = unicodedata.normalize("NFKC", missing[0])
    if not _uncovered().search(plain):
        return plain
    match unicodedata.category(missing[0]):
        case "Zl" | "Zp" | "Zs":
            return " "
        case "Cc" | "Cf" | "Mn" | "Me":
            return ""
        case "Pd":
            return "-"
        case "So" | "Co":  # Word writes its bullets as private characters of a symbol font
            return "•"
        case _:
            return "?"


def main(template: Path, data: bytes) -> bytes:
    """The child's work: set `template` with `data` (JSON)."""
    import typst  # here, because the parent should not carry the compiler

    return typst.compile(
        template,
        root=template.parent,
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]),
        sys_inputs={"data": data.decode()},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=datetime.fromisoformat(json.loads(data)["dated"]).replace(tzinfo=UTC),
    )


if __name__ == "__main__":
    try:
        pdf = main(Path(sys.argv[1]), sys.stdin.buffer.read())
    except RuntimeError as error:  # typst.TypstError, whose diagnostic names the template's line
        sys.exit(str(getattr(error, "diagnostic", error)))
    sys.stdout.buffer.write(pdf)
