from django.apps import AppConfig


class ImportsRoom(AppConfig):
    name = "shturman.imports"
    label = "imports"
