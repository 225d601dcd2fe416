from __future__ import annotations

from procrastinate.contrib.django import app

from shturman.kit.actions import forget_sent_forms as forget


@app.task(name="kit.forget_sent_forms", queueing_lock="kit.forget_sent_forms")
def forget_sent_forms(timestamp: int = 0) -> None:
    forget()
