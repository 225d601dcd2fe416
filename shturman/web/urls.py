from django.urls import path

from shturman.web import views

app_name = "web"

urlpatterns = [
    path("", views.home, name="home"),
    path("start/", views.first_run, name="first_run"),
    path("search/", views.search, name="search"),
    path("undo/", views.undo, name="undo"),
    path("trash/", views.trash, name="trash"),
    path("keys/", views.keys, name="keys"),
    path("look/", views.change_look, name="change_look"),
    path("understand-date/", views.understand_date, name="understand_date"),
]
