"""Two people changed the same thing at once and the database chose one: the other is told so, not shown a crash."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from shturman.web.views import lost_race

logger = logging.getLogger(__name__)

DEADLOCK, SERIALIZATION = "40P01", "40001"
# What the row was to stand on went away in the same moment: a load withdrawn, a trash emptied.
NOTHING_TO_STAND_ON = "23503"
# What only a race can still break: every action forms the step in its own transaction.
GUARDS = ("open_deal_has_a_next_step", "open_task_has_a_worker", "deal_is_closed_by_its_stage")


class TellLostRaces:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ObjectDoesNotExist) and request.method == "POST":
            # An action looks again for what its page has found a moment ago.
            logger.warning("Gone at %s", request.path, exc_info=exception)
            return lost_race(request, _("A colleague has deleted it meanwhile"))
        if not is_lost_race(exception):
            return None
        return lost_race(request, _("A colleague was changing the same thing. Nothing of yours is written: repeat it"))


def is_lost_race(exception: Exception) -> bool:
    cause = exception.__cause__
    if isinstance(exception, OperationalError):
        return getattr(cause, "sqlstate", "") in (DEADLOCK, SERIALIZATION)
    if isinstance(exception, IntegrityError):
        if getattr(cause, "sqlstate", "") == NOTHING_TO_STAND_ON:
            return True
        return getattr(getattr(cause, "diag", None), "constraint_name", "") in GUARDS
    return False
