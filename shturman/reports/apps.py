from django.apps import AppConfig


class ReportsRoom(AppConfig):
    name = "shturman.reports"
    label = "reports"
