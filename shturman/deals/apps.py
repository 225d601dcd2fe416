from django.apps import AppConfig


class DealsRoom(AppConfig):
    name = "shturman.deals"
    label = "deals"
