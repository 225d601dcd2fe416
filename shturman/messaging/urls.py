from django.urls import path

from shturman.messaging.views import mail as views

app_name = "messaging"
urlpatterns = [
    path("", views.mail_server, name="mail_server"),
    path("check/", views.check, name="check_mail_server"),
    path("letters/", views.letter_list, name="letter_list"),
    path("letters/<int:letter_id>/", views.letter, name="letter"),
    path("letters/<int:letter_id>/resend/", views.resend, name="resend_letter"),
]
