"""Photographs and logos from strangers' hands: what they are is read from their content, never from their name."""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from shturman.kit.errors import Refused

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_SIDE = 5000
CONTENT_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
# Markers of a JPEG frame that tell its size; the others in this range are tables.
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class Picture:
    kind: str
    width: int
    height: int


def checked_picture(upload: UploadedFile, *, field: str) -> UploadedFile:
    """The same file under a name of ours; refused in words when it is no picture that may be shown."""
    if (upload.size or 0) > LARGEST_FILE:
        raise Refused(_("The picture is larger than 2 MB: make it smaller"), field=field)
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    try:
        picture = picture_of(content)
    except (struct.error, IndexError, ValueError) as error:
        raise Refused(_("Only PNG, JPEG and WebP are accepted, and this is none of them"), field=field) from error
    if not 0 < picture.width <= LARGEST_SIDE or not 0 < picture.height <= LARGEST_SIDE:
        words = _("The picture is %(width)d × %(height)d: a side of up to 5000 dots is accepted")
        raise Refused(words % {"width": picture.width, "height": picture.height}, field=field)
    upload.name = f"{secrets.token_hex(12)}.{picture.kind}"
    return upload


def content_type_of(name: str) -> str:
    return CONTENT_TYPES[name.rsplit(".", 1)[-1]]


def picture_of(content: bytes) -> Picture:
    """ValueError, IndexError or struct.error for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return Picture("png", *struct.unpack(">II", content[16:24]))
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _webp(content)
    raise ValueError("no picture")


def _jpeg(content: bytes) -> Picture:
    place = 2
    while content[place] == 0xFF:
        marker = content[place + 1]
        if marker in JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return Picture("jpg", width, height)
        place += 2 + struct.unpack(">H", content[place + 2 : place + 4])[0]
    raise ValueError("a JPEG without a frame")


def _webp(content: bytes) -> Picture:
    chunk = content[12:16]
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return Picture("webp", width & 0x3FFF, height & 0x3FFF)
    if chunk == b"VP8L":
        bits = struct.unpack("<I", content[21:25])[0]
        return Picture("webp", (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1)
    if chunk == b"VP8X":
        return Picture("webp", int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1)
    raise ValueError("a WebP without a frame")
