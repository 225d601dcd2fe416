from django.apps import AppConfig


class TasksRoom(AppConfig):
    name = "shturman.tasks"
    label = "tasks"
