"""What a request may upload, enforced while it is read."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _


class LimitedUploadHandler(FileUploadHandler):
    """Stops storing a file that grows beyond the limit, and refuses a request that is far beyond it unread.

    A file over the limit arrives in the form with its size and no content: the form says so, and what was typed
    beside it is kept.
    """

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *_rest: Any) -> None:
        if content_length > settings.UPLOAD_SIZE_LIMIT:
            limit = filesizeformat(settings.UPLOAD_SIZE_LIMIT)
            raise RequestDataTooBig(_("The files are too large: %(limit)s at most at a time.") % {"limit": limit})

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        return raw_data if self.received <= settings.FILE_SIZE_LIMIT else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.received <= settings.FILE_SIZE_LIMIT:
            return None
        return UploadedFile(ContentFile(b""), self.file_name, self.content_type, self.received)
