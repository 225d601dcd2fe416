from django.apps import AppConfig


class WorldRoom(AppConfig):
    name = "shturman.world"
    label = "world"
