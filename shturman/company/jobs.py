from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from shturman.company.actions.company import forget_old_pictures as forget


@app.task(name="company.forget_old_pictures", queueing_lock="company.forget_old_pictures")
def forget_old_pictures(timestamp: int = 0) -> None:
    forget(timezone.now())
