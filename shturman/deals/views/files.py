from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shturman.deals.actions import attach_file, delete_file
from shturman.deals.models import DealFile
from shturman.deals.views.common import deal_or_404
from shturman.kit.answers import go, toast
from shturman.kit.errors import Refused
from shturman.kit.once import once
from shturman.kit.uploads import as_download


@require_POST
@once
def attach_files(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Several at once; a refused one does not hold the others back."""
    deal = deal_or_404(request, deal_id)
    if not request.FILES:
        toast(request, _("Choose a file: none was attached"), level="late")
    for upload in request.FILES.getlist("file"):
        try:
            attach_file(deal, upload, by=request.user)
        except Refused as refusal:
            toast(request, refusal.reason, level="late")
    return go(request, deal.get_absolute_url())


@require_GET
def download_file(request: HttpRequest, deal_id: int, file_id: int) -> FileResponse:
    kept = _file(request, deal_id, file_id)
    return as_download(kept.file, kept.name)


@require_POST
def delete_file_view(request: HttpRequest, deal_id: int, file_id: int) -> HttpResponse:
    kept = _file(request, deal_id, file_id)
    try:
        entry = delete_file(kept, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    else:
        toast(request, _("The file “%(name)s” is in the trash") % {"name": kept.name}, undo=entry.pk)
    return go(request, kept.deal.get_absolute_url())


def _file(request: HttpRequest, deal_id: int, file_id: int) -> DealFile:
    deal = deal_or_404(request, deal_id)
    return get_object_or_404(DealFile.objects.select_related("deal__responsible"), deal=deal, pk=file_id, deleted_at=None)
