"""While an upload comes in: what is far too large is let past without being kept."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

FIELDS = 1024 * 1024
"""Bytes that the other fields of a form may take beside its files."""


class TooLarge(FileUploadHandler):
    """The first of the upload handlers: of a form beyond the limit it keeps names and sizes, so that words can be found."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  Django calls it so
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self.whole = content_length
        self.refused = content_length > settings.UPLOAD_LIMIT + FIELDS

    def new_file(self, *args: Any, **given: Any) -> None:
        super().new_file(*args, **given)
        if self.refused:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return None if self.refused else raw_data

    def file_complete(self, file_size: int) -> Any:
        if self.refused:
            return UploadedFile(BytesIO(), name=self.file_name, size=self.whole)
        return None
