from django.apps import AppConfig


class DashboardsRoom(AppConfig):
    name = "shturman.dashboards"
    label = "dashboards"
