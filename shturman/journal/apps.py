from django.apps import AppConfig


class JournalRoom(AppConfig):
    name = "shturman.journal"
    label = "journal"
