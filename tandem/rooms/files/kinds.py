"""What a file is, found in its first bytes and never in what the browser says."""

import zipfile
from pathlib import Path
from typing import BinaryIO

MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (4, b"ftyp", "video/mp4"),
)
OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
EXTENSIONS = {
    "application/pdf": {".pdf"},
    "image/png": {".png"},
    "image/jpeg": {".jpg", ".jpeg", ".jfif"},
    "image/gif": {".gif"},
    "image/webp": {".webp"},
    "audio/wav": {".wav"},
    "audio/mpeg": {".mp3"},
    "audio/ogg": {".ogg", ".oga", ".opus", ".ogv"},
    "video/webm": {".webm", ".mkv", ".weba"},
    "video/mp4": {".mp4", ".m4a", ".m4v", ".mov"},
    "application/zip": {".zip"},
    "text/plain": {".txt", ".csv", ".md", ".tex", ".py", ".json"},
    OFFICE["word/document.xml"]: {".docx"},
    OFFICE["ppt/presentation.xml"]: {".pptx"},
    OFFICE["xl/workbook.xml"]: {".xlsx"},
    "application/vnd.oasis.opendocument.text": {".odt"},
    "application/vnd.oasis.opendocument.presentation": {".odp"},
    "application/vnd.oasis.opendocument.spreadsheet": {".ods"},
    "application/vnd.oasis.opendocument.graphics": {".odg"},
}
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
INLINE = PICTURES | {"application/pdf", "audio/wav", "audio/mpeg", "audio/ogg", "video/webm", "video/mp4"}
"""What a browser may show by itself; everything else is only downloaded."""
SCRIPTED = (b"<!doctype html", b"<html", b"<svg", b"<script", b"<?xml", b"<body", b"<head")


def kind_of(file: BinaryIO) -> str:
    """The media type of an open file; "text/html" for anything with markup; "" for what is not known."""
    file.seek(0)
    head = file.read(4096)
    for offset, magic, kind in MAGIC:
        if head[offset : offset + len(magic)] == magic and (magic not in {b"WEBP", b"WAVE"} or head[:4] == b"RIFF"):
            return kind
    if head[:4] == b"PK\x03\x04":
        return _zipped(file)
    if any(mark in head.lower() for mark in SCRIPTED):
        return "text/html"
    return "text/plain" if _is_text(head) else ""


def _zipped(file: BinaryIO) -> str:
    """A zip by itself, or the office document it is."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            found = next((kind for name, kind in OFFICE.items() if name in names), None)
            if found is None and "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                said = archive.read("mimetype").decode("ascii", "replace").strip()
                found = said if said in EXTENSIONS else None
            return found or "application/zip"
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        return ""


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    try:
        head[: len(head) - 4].decode("utf-8") if len(head) == 4096 else head.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def agrees(name: str, kind: str) -> bool:
    """Whether the ending of the name goes with what the bytes are."""
    return Path(name).suffix.lower() in EXTENSIONS.get(kind, set())
