"""Gives the periodic jobs of the house's one page to the worker."""

from procrastinate import App

from shturman.kit import house


def wind_up(app: App) -> None:
    for tick in house.clock():
        app.periodic(cron=tick.cron, periodic_id=tick.job.name)(tick.job)
