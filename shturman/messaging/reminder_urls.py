from django.urls import path

from shturman.messaging.views import push, reminders, wishes

app_name = "reminders"
urlpatterns = [
    path("", reminders.reminder_list, name="reminder_list"),
    path("mine/", wishes.own_wishes, name="own_wishes"),
    path("check/<str:channel>/", wishes.check_own_channel, name="check_channel"),
    path("push/", push.subscribe, name="subscribe"),
    path("push/<int:subscription_id>/end/", push.end, name="end_subscription"),
    path("push/snooze/", push.snooze, name="push_snooze"),
    path("push/shown/", push.shown, name="push_shown"),
    path("<int:delivery_id>/seen/", reminders.see_reminder, name="seen"),
    path("<int:delivery_id>/snooze/", reminders.snooze_reminder, name="snooze"),
    path("<int:delivery_id>/close/", reminders.close_reminder, name="close"),
]
