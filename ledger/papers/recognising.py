"""Says what a file is by its bytes, never by its name or by what the sender says it is."""

from __future__ import annotations

import io
import zipfile

PDF, PNG, JPEG, WEBP = "application/pdf", "image/png", "image/jpeg", "image/webp"
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PHOTOS = (JPEG, PNG, WEBP)
ENDINGS = {PDF: "pdf", PNG: "png", JPEG: "jpg", WEBP: "webp", CSV: "csv", XLSX: "xlsx"}
ALLOWED = tuple(ENDINGS)


def media_type_of(content: bytes) -> str | None:
    """Return the media type of a file, or None for one that is not accepted."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"PK\x03\x04"):
        return XLSX if _is_workbook(content) else None
    return CSV if _is_table(content) else None


def _is_workbook(content: bytes) -> bool:
    """Say whether a ZIP is a workbook without macros."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except zipfile.BadZipFile:
        return False
    return {"[Content_Types].xml", "xl/workbook.xml"} <= names and not any("vbaProject" in name for name in names)


def _is_table(content: bytes) -> bool:
    """Say whether the bytes are plain text in lines with separators; markup is no table."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    plain = all(sign.isprintable() or sign in "\r\n\t" for sign in text)
    first = text.lstrip().split("\n", 1)[0]
    return plain and not first.startswith("<") and any(separator in first for separator in ",;\t")
