from django.apps import AppConfig


class WebRoom(AppConfig):
    name = "shturman.web"
    label = "web"
