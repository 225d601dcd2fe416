from django.apps import AppConfig


class CompanyRoom(AppConfig):
    name = "shturman.company"
    label = "company"
