from django.apps import AppConfig


class KitRoom(AppConfig):
    name = "shturman.kit"
    label = "kit"
