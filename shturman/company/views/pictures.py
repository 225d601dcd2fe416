"""Photographs and the logo: for those who are signed in, shown as pictures and as nothing else."""

from __future__ import annotations

from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from shturman.company.models import Company, Member
from shturman.kit.pictures import content_type_of

A_YEAR = 365 * 24 * 3600


@require_GET
def photo(request: HttpRequest, member_id: int, name: str) -> FileResponse:
    member = get_object_or_404(Member, pk=member_id, photo=f"members/{name}")
    return _picture(member.photo)


@require_GET
def logo(request: HttpRequest, name: str) -> FileResponse:
    return _picture(get_object_or_404(Company, logo=f"company/{name}").logo)


def _picture(kept: File) -> FileResponse:
    """Its name is new with each change, so that a browser may keep it."""
    try:
        content = kept.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, content_type=content_type_of(kept.name or ""))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return response
