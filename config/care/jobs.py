"""What the installation does for itself by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from config.care.backups import keep_latest, make_backup

NIGHTLY_COPIES = 7
KEEP_JOBS_HOURS = 72


@app.task(name="care.back_up", queueing_lock="care.back_up")
def back_up(timestamp: int = 0) -> None:
    """Only the embedded database: one that the company runs itself has its own keeper."""
    if not settings.DATABASE_IS_EMBEDDED:
        return
    folder = settings.DATA / "backups"
    make_backup(folder / f"nightly-{timezone.now():%Y-%m-%d-%H%M}.tar")
    keep_latest(folder, "nightly-*.tar", NIGHTLY_COPIES)


@app.task(name="care.rerun_stalled", queueing_lock="care.rerun_stalled", pass_context=True)
async def rerun_stalled(context: JobContext, timestamp: int = 0) -> None:
    """A worker that was killed leaves its job «doing» for ever."""
    for job in await context.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=settings.STALLED_AFTER_SECONDS):
        await context.app.job_manager.retry_job(job)


@app.task(name="care.tidy_up", queueing_lock="care.tidy_up", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int = 0) -> None:
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_JOBS_HOURS, include_cancelled=True, include_aborted=True)
    await context.app.job_manager.prune_stalled_workers(timedelta(days=1).total_seconds())


@app.task(name="care.forget_old_sessions", queueing_lock="care.forget_old_sessions")
def forget_old_sessions(timestamp: int = 0) -> None:
    call_command("clearsessions")
