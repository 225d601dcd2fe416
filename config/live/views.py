from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from config.live import tokens
from config.live.address import live_url


@require_GET
@never_cache
def token(request: HttpRequest) -> JsonResponse:
    """Where to listen and with what; asked anew by the page when the stream ends."""
    issued = tokens.issue(settings.SECRET_KEY, request.session.session_key or "")
    return JsonResponse({"url": f"{live_url(request)}?token={issued}", "seconds": tokens.LIFETIME_SECONDS})
