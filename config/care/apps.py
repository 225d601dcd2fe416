from django.apps import AppConfig


class Care(AppConfig):
    """What an administrator needs: checks, backups, the clock."""

    name = "config.care"
    label = "care"
