"""What may be uploaded: a file is kept, checked, and given back as a download, never as a page."""

from __future__ import annotations

import re
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.utils.translation import gettext as _

from shturman.kit.errors import Refused

LARGEST_FILE = 50 * 1024 * 1024
# A program that a double click starts is no document.
REFUSED_ENDINGS = frozenset({".exe", ".bat", ".cmd", ".com", ".scr", ".pif", ".cpl", ".msi", ".js", ".vbs", ".ps1", ".lnk", ".hta", ".jar"})


def checked_name(upload: UploadedFile, field: str) -> str:
    """Its bare name, or `Refused` beside the field."""
    name = PurePath(upload.name or "").name[:250]
    if _ending(name) in REFUSED_ENDINGS:
        raise Refused(_("Programs are not kept here: %(name)s") % {"name": name}, field=field)
    if not upload.size:
        raise Refused(_("The file %(name)s is empty") % {"name": name}, field=field)
    if upload.size > LARGEST_FILE:
        raise Refused(_("The file %(name)s is larger than 50 MB") % {"name": name}, field=field)
    return name


def _ending(name: str) -> str:
    """Windows drops dots and blanks at the end of a name: «evil.exe.» is started as «evil.exe»."""
    _stem, dot, ending = re.sub(r"\s+", "", name).rstrip(".").rpartition(".")
    return f"{dot}{ending}".lower() if dot else ""


def as_download(file: FieldFile, name: str) -> FileResponse:
    """Of unknown type: an uploaded page must never open as a page of ours."""
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response
