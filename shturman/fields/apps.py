from django.apps import AppConfig


class FieldsRoom(AppConfig):
    name = "shturman.fields"
    label = "fields"
