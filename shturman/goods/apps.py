from django.apps import AppConfig


class GoodsRoom(AppConfig):
    name = "shturman.goods"
    label = "goods"
