from django.urls import path

from shturman.messaging.views import notices

app_name = "notices"
urlpatterns = [
    path("", notices.notice_list, name="notice_list"),
    path("bell/", notices.bell, name="bell"),
    path("read/", notices.read_all, name="read_all"),
    path("<int:notice_id>/", notices.open_notice, name="open_notice"),
    path("follow/<str:card>/<int:card_id>/", notices.follow_card, name="follow"),
    path("follow/<str:card>/<int:card_id>/end/", notices.unfollow_card, name="unfollow"),
]
