"""The kinds of file that may be attached. The name's ending decides; the content must agree (see `checks`)."""

import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

# Ending: what a browser is told the file is. Nothing that a browser would run: no HTML, no SVG, no archive.
CONTENT_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": f"{_OOXML}.wordprocessingml.document",
    "xlsx": f"{_OOXML}.spreadsheetml.sheet",
    "pptx": f"{_OOXML}.presentationml.presentation",
    "odt": f"{_ODF}.text",
    "ods": f"{_ODF}.spreadsheet",
    "odp": f"{_ODF}.presentation",
    "rtf": "application/rtf",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "msg": "application/vnd.ms-outlook",
    "eml": "message/rfc822",
}
NAME_LENGTH = 200


def extension_of(name: str) -> str:
    return PurePosixPath(name).suffix.removeprefix(".").lower()


def clean_name(name: str) -> str:
    """A file name without folders, control characters and invisible signs; the ending survives the shortening."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    visible = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in name)
    name = " ".join(visible.split()).strip(". ")
    ending = PurePosixPath(name).suffix
    return name.removesuffix(ending)[: NAME_LENGTH - len(ending)] + ending if len(ending) < 20 else name[:NAME_LENGTH]
