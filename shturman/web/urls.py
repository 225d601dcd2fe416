from django.urls import path

from shturman.web import installed, palette, pins, trail, views
from shturman.web.door import invitation
from shturman.web.door import views as door

app_name = "web"

urlpatterns = [
    path("", views.home, name="home"),
    path("start/", views.first_run, name="first_run"),
    path("start/invite/<str:token>/", invitation.accept, name="accept_invitation"),
    path("account/security/", door.security, name="security"),
    path("account/security/sessions/end/", door.end_session, name="end_session"),
    path("account/security/sessions/end-others/", door.end_other_sessions, name="end_other_sessions"),
    path("account/security/needed/", door.second_factor_needed, name="second_factor_needed"),
    path("account/journal/", door.journal, name="door_journal"),
    path("account/members/<int:member_id>/lift-pause/", door.lift_pause, name="lift_pause"),
    path("account/members/<int:member_id>/take-factor-off/", door.take_factor_off, name="take_factor_off"),
    path("search/", views.search, name="search"),
    path("palette/", palette.palette, name="palette"),
    path("palette/found/", palette.palette_found, name="palette_found"),
    path("pins/", pins.pins, name="pins"),
    path("pins/<str:card>/<int:card_id>/", pins.pin, name="pin"),
    path("pins/<str:card>/<int:card_id>/take-off/", pins.unpin, name="unpin"),
    path("undo/", views.undo, name="undo"),
    path("trail/", trail.trail, name="trail"),
    path("trail/printed/", trail.printed, name="printed"),
    path("trash/", views.trash, name="trash"),
    path("keys/", views.keys, name="keys"),
    path("look/", views.change_look, name="change_look"),
    path("app.webmanifest", installed.manifest, name="manifest"),
    path("service-worker.js", installed.service_worker, name="service_worker"),
    path("understand-date/", views.understand_date, name="understand_date"),
]
