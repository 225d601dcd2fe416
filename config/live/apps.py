from django.apps import AppConfig


class LiveEvents(AppConfig):
    name = "config.live"
    label = "live"
