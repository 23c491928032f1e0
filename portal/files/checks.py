"""What is looked at before a file is kept: its name, its size, that it is what it says it is, what hides in it."""

import io
import re
import zlib
from collections.abc import Mapping
from email.parser import BytesHeaderParser
from typing import IO
from zipfile import BadZipFile, ZipFile

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from portal.files.kinds import CONTENT_TYPES, clean_name, extension_of
from portal.files.scanning import finding

TOO_LARGE = "too_large"  # the code of the error that is answered with 413

# Where the content of an Office file is.
FOLDERS: Mapping[str, str] = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
OPEN_DOCUMENTS = {"odt", "ods", "odp"}
TEXTS = {"txt", "csv"}
# Names that the recogniser has for the same thing.
ALIASES: Mapping[str, set[str]] = {"jpeg": {"jpg"}, "heic": {"heif"}}

ARCHIVES = (".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".jar", ".gz", ".7z", ".rar")
UNPACKED_LIMIT = 250 * 1024 * 1024
RATIO_LIMIT = 200  # a text packs to a tenth, a spreadsheet of one value to a hundredth
MEMBER_LIMIT = 10_000
DEPTH_LIMIT = 2  # a table in a document is one, and what is in that table must hold no more
MACROS = re.compile(r"(^|/)(vbaProject|vbaData)[^/]*$|^(Basic|Scripts)/.", re.IGNORECASE)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
MARKUP = re.compile(rb"^\s*<(!doctype|html|head|body|script|svg|\?xml)", re.IGNORECASE)

BROKEN = (BadZipFile, NotImplementedError, RuntimeError, KeyError, ValueError, OSError, EOFError, zlib.error)


class Bomb(Exception):
    """A packed file that unpacks to more than anybody would want."""


def check_upload(upload: UploadedFile) -> str:
    """The name to keep a file under. Raises ValidationError, with a sentence that names the file."""
    name = clean_name(upload.name or "")
    if not upload.size:
        raise ValidationError(_("%(name)s is empty.") % {"name": name}, code="empty")
    if upload.size > settings.FILE_SIZE_LIMIT:
        limit = filesizeformat(settings.FILE_SIZE_LIMIT)
        text = _("%(name)s is too large: a file may be %(limit)s at most.") % {"name": name, "limit": limit}
        raise ValidationError(text, code=TOO_LARGE)
    extension = extension_of(name)
    if extension not in CONTENT_TYPES:
        kinds = ", ".join(CONTENT_TYPES)
        text = _("%(name)s is of a kind that cannot be kept here. These can: %(kinds)s.")
        raise ValidationError(text % {"name": name, "kinds": kinds}, code="kind")
    if problem := _problem(upload, extension):
        raise ValidationError(f"{name}: {problem}", code="content")
    return name


def _problem(upload: IO[bytes], extension: str) -> str:
    """Why the content of a file is refused, as a sentence; "" if it is not."""
    if finding(upload):
        return _("malware was found in the file. It has not been kept.")
    if extension in OPEN_DOCUMENTS or extension in FOLDERS:
        return _office_problem(upload, extension)
    if not _agrees(upload, extension):
        return _("the content is not what the ending of the name says.")
    return ""


def _agrees(upload: IO[bytes], extension: str) -> bool:
    upload.seek(0)
    if extension in TEXTS or extension == "eml":
        return _is_text(upload.read(), is_mail=extension == "eml")
    if extension == "msg":
        return _is_outlook(upload.read())
    try:
        found = {match.extension.removeprefix(".") for match in puremagic.magic_stream(upload)}
    except puremagic.PureError:
        return False
    return bool(found & ({extension} | ALIASES.get(extension, set())))


def _is_text(content: bytes, *, is_mail: bool) -> bool:
    if b"\0" in content or MARKUP.match(content[:1024]):
        return False
    return not is_mail or "from" in BytesHeaderParser().parsebytes(content[: 64 * 1024])


def _is_outlook(content: bytes) -> bool:
    """A mail of Outlook is in the same container as old Word files, which may have macros."""
    return content.startswith(OLE) and "__properties_version1.0".encode("utf-16-le") in content


def _office_problem(upload: IO[bytes], extension: str) -> str:
    upload.seek(0)
    try:
        with ZipFile(upload) as archive:
            if not _is_office(archive, extension):
                return _("the content is not what the ending of the name says.")
            if any(MACROS.search(name) for name in archive.namelist()) or _is_macro_enabled(archive):
                return _("the file has macros. Save it without them, and try again.")
            _unpacked_size(archive)
    except Bomb:
        return _("the file unpacks to more than is allowed.")
    except BROKEN:
        return _("the file is damaged, or the content is not what the ending of the name says.")
    return ""


def _is_office(archive: ZipFile, extension: str) -> bool:
    names = archive.namelist()
    if extension in FOLDERS:
        return "[Content_Types].xml" in names and any(name.startswith(FOLDERS[extension]) for name in names)
    return "mimetype" in names and _start(archive, "mimetype", 200) == CONTENT_TYPES[extension].encode()


def _is_macro_enabled(archive: ZipFile) -> bool:
    return "[Content_Types].xml" in archive.namelist() and b"macroEnabled" in _start(
        archive, "[Content_Types].xml", 1024 * 1024
    )


def _start(archive: ZipFile, name: str, length: int) -> bytes:
    with archive.open(name) as member:
        return member.read(length).strip()


def _unpacked_size(archive: ZipFile, depth: int = 1) -> int:
    """How many bytes an archive unpacks to, archives within it included. Raises Bomb beyond the limits."""
    members = archive.infolist()
    packed = sum(member.compress_size for member in members)
    size = sum(member.file_size for member in members)
    if len(members) > MEMBER_LIMIT or size > UNPACKED_LIMIT or size > RATIO_LIMIT * max(packed, 10_000):
        raise Bomb
    for member in members:
        if member.filename.lower().endswith(ARCHIVES):
            if depth >= DEPTH_LIMIT:
                raise Bomb
            with ZipFile(io.BytesIO(archive.read(member))) as inner:
                size += _unpacked_size(inner, depth + 1)
    if size > UNPACKED_LIMIT:
        raise Bomb
    return size
