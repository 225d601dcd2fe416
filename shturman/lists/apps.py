from django.apps import AppConfig


class ListsRoom(AppConfig):
    name = "shturman.lists"
    label = "lists"
