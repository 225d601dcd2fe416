from django.urls import path

from shturman.messaging.views import mail as views
from shturman.messaging.views import sms

app_name = "messaging"
urlpatterns = [
    path("", views.mail_server, name="mail_server"),
    path("check/", views.check, name="check_mail_server"),
    path("sms/", sms.sms_gateway, name="sms_gateway"),
    path("sms/check/", sms.check_sms, name="check_sms"),
    path("sms/balance/", sms.balance, name="sms_balance"),
    path("sms/remove/", sms.remove_sms, name="remove_sms"),
    path("letters/", views.letter_list, name="letter_list"),
    path("letters/<int:letter_id>/", views.letter, name="letter"),
    path("letters/<int:letter_id>/resend/", views.resend, name="resend_letter"),
]
