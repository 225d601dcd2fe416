from django.apps import AppConfig


class ClientsRoom(AppConfig):
    name = "shturman.clients"
    label = "clients"
