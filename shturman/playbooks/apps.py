from django.apps import AppConfig


class PlaybooksRoom(AppConfig):
    name = "shturman.playbooks"
    label = "playbooks"
