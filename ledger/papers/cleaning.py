"""Takes out of a photo what its maker did not mean to tell: position, device, comments, thumbnails."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from ledger.papers.recognising import JPEG, PNG, WEBP

FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
MOST_PIXELS = 60_000_000
"""More than a telephone's camera takes; a picture that unpacks to more is refused unread."""


class UnreadablePhoto(Exception):
    """The bytes begin like a photo, but no picture can be read from them."""


def without_traces(content: bytes, media_type: str) -> bytes:
    """Return a photo as pixels alone, turned the way it was held. Raises UnreadablePhoto."""
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[media_type]]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise UnreadablePhoto
            upright = ImageOps.exif_transpose(opened)
            # a new picture of the same pixels: whatever else the file carried stays behind
            kept = {name: upright.info[name] for name in ("transparency",) if name in upright.info}
            upright.info = kept
            written = io.BytesIO()
            upright.save(written, FORMATS[media_type], exif=b"", **_how(media_type))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise UnreadablePhoto from None
    return written.getvalue()


def _how(media_type: str) -> dict[str, int]:
    return {JPEG: {"quality": 90}, WEBP: {"quality": 90}}.get(media_type, {})
