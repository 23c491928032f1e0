"""Files of every kind that is kept, and of what is refused, as far as their insides are looked at."""

import io
import zipfile

from portal.files.scanning import SIGNATURE

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
BIG = 30 * 1024 * 1024


def packed(files: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def office(folder: str, **files: str | bytes) -> bytes:
    """A document of Office as far as its outside goes, with further files in it."""
    return packed({"[Content_Types].xml": "<Types/>", f"{folder}/a.xml": "<a/>", **files})


def open_document(kind: str, **files: str | bytes) -> bytes:
    return packed({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<a/>", **files})


GOOD: dict[str, bytes] = {
    "aftale.pdf": b"%PDF-1.7\n%%EOF",
    "notat.docx": office("word"),
    "tal.xlsx": office("xl", **{"xl/embeddings/inner.xlsx": office("xl")}),
    "oplæg.pptx": office("ppt"),
    "notat.odt": open_document("text"),
    "tal.ods": open_document("spreadsheet"),
    "oplæg.odp": open_document("presentation"),
    "brev.rtf": rb"{\rtf1\ansi hej}",
    "brev.txt": "Kære borgmester i Győr".encode(),
    "tal.csv": b"a;b\n1;2\n",
    "billede.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20),
    "billede.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(20) + b"\xff\xd9",
    "BILLEDE.JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(20) + b"\xff\xd9",
    "billede.gif": b"GIF89a" + bytes(20),
    "billede.webp": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(30),
    "billede.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(30),
    "mail.msg": OLE + bytes(600) + "__properties_version1.0".encode("utf-16-le"),
    "mail.eml": b"From: a@example.dk\r\nSubject: Hej\r\n\r\nHej",
}
BAD: dict[str, tuple[str, bytes]] = {
    "empty": ("tom.pdf", b""),
    "page": ("side.html", b"<html><script>alert(1)</script>"),
    "drawing": ("tegning.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "program": ("program.exe", b"MZ" + bytes(100)),
    "archive": ("pakke.zip", packed({"a.txt": "hej"})),
    "macro document": ("makro.docm", office("word")),
    "no ending": ("aftale", b"%PDF-1.7"),
    "ending in between": ("aftale.pdf.exe", b"%PDF-1.7"),
    "page as a picture": ("billede.png", b"<html><script>alert(1)</script>"),
    "page as text": ("brev.txt", b" <!DOCTYPE html><script>alert(1)</script>"),
    "drawing as a table": ("tal.csv", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "program as a document": ("aftale.pdf", b"MZ" + bytes(100)),
    "bytes as text": ("brev.txt", b"hej\0\1\2"),
    "text as a mail": ("mail.eml", b"Ikke en mail"),
    "old document as a mail": ("mail.msg", OLE + bytes(600)),
    "archive as a document": ("notat.docx", packed({"a.txt": "hej"})),
    "table as a document": ("notat.docx", office("xl")),
    "document as an open one": ("notat.odt", office("word")),
    "broken archive": ("notat.docx", office("word")[:-30]),
    "macros": ("notat.docx", office("word", **{"word/vbaProject.bin": b"\1"})),
    "macros by type": ("notat.docx", packed({"[Content_Types].xml": "macroEnabled", "word/a.xml": ""})),
    "macros of an open document": ("notat.odt", open_document("text", **{"Basic/Standard/a.xml": "<a/>"})),
    "bomb": ("tal.xlsx", office("xl", **{"xl/b.xml": bytes(BIG)})),
    "bomb in a bomb": ("tal.xlsx", office("xl", **{"xl/b.xlsx": office("xl", **{"xl/c.xml": bytes(BIG)})})),
    "too deep": ("a.xlsx", office("xl", **{"xl/b.xlsx": office("xl", **{"xl/c.xlsx": office("xl")})})),
    "many members": ("a.xlsx", office("xl", **{f"xl/{number}": b"" for number in range(10_001)})),
    "malware": ("brev.txt", SIGNATURE),
    "malware further in": ("brev.txt", b"a" * 65_530 + SIGNATURE),
}
