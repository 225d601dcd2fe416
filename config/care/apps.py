from django.apps import AppConfig

from config.care import checks

__all__ = ["checks"]


class Care(AppConfig):
    """What an administrator needs: checks, backups, the clock."""

    name = "config.care"
    label = "care"
