from django.apps import AppConfig


class MessagingRoom(AppConfig):
    name = "shturman.messaging"
    label = "messaging"
