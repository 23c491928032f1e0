"""Files on disk and their rows in the database: never one without the other, whenever the process dies."""

import hashlib
import os
import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from portal.files.kinds import CONTENT_TYPES, extension_of
from portal.models import Attachment, Organisation
from portal.records.versioned import VersionedModel

FOLDER = "attachments"
GRACE = timedelta(hours=1)  # an upload under way has a file and no row yet


def keep(
    uploads: Iterable[tuple[str, UploadedFile]],
    *,
    about: VersionedModel,
    owner: Organisation,
    description: str = "",
    creation_key: uuid.UUID | None = None,
) -> list[Attachment]:
    """Attach checked files, each with the name it is kept under, to a record.

    The file is written before its row. If the rows cannot be written the files go again; if the process is killed in
    between, `tidy` finds them. The first file carries `creation_key`.
    """
    kept: list[Attachment] = []
    try:
        with transaction.atomic():
            for name, upload in uploads:
                attachment = Attachment(
                    owner=owner,
                    about_kind=about.label,
                    about_id=about.pk,
                    file=upload,
                    name=name,
                    description=description,
                    content_type=CONTENT_TYPES[extension_of(name)],
                    size=upload.size or 0,
                    sha256=_digest(upload),
                    creation_key=None if kept else creation_key,
                )
                kept.append(attachment)
                attachment.save()
                _flush(attachment)
    except BaseException:
        for attachment in kept:
            if (name := str(attachment.file)).startswith(f"{FOLDER}/"):
                default_storage.delete(name)
        raise
    return kept


def remove_orphans() -> list[str]:
    """Delete files that no attachment, live or in the trash, refers to; answers with what was deleted."""
    known = set(Attachment.with_trash.values_list("file", flat=True))
    newest = timezone.now() - GRACE
    orphans = [name for name in _stored() if name not in known and default_storage.get_modified_time(name) < newest]
    for name in orphans:
        default_storage.delete(name)
    return orphans


def missing_files() -> list[Attachment]:
    """Attachments, live or in the trash, whose file is gone."""
    stored = set(_stored())
    return [attachment for attachment in Attachment.with_trash.all() if attachment.file.name not in stored]


def _stored() -> Iterable[str]:
    if not default_storage.exists(FOLDER):
        return
    for folder in default_storage.listdir(FOLDER)[0]:
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            yield f"{FOLDER}/{folder}/{name}"


def _digest(upload: UploadedFile) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _flush(attachment: Attachment) -> None:
    """To the disk itself: the database's row will be there after a power cut, so the file has to be."""
    with attachment.file.open() as file:
        os.fsync(file.fileno())
