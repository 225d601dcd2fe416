from django.urls import path

from shturman.tasks.internet_calendars import views

app_name = "phone_calendar"
urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("mine/shturman.mobileconfig", views.apple_profile, name="apple_profile"),
    path("passwords/add/", views.add_password, name="add_password"),
    path("passwords/<int:password_id>/revoke/", views.revoke_password, name="revoke_password"),
    path("address/make/", views.make_address, name="make_address"),
    path("address/revoke/", views.revoke_address, name="revoke_address"),
    path("events/<int:item_id>/", views.own_event, name="own_event"),
    path("events/<int:item_id>/remove/", views.remove_own_event_view, name="remove_own_event"),
    path("<str:token>.ics", views.by_address, name="by_address"),
]
