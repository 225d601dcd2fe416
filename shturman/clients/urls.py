from django.urls import path

from shturman.clients.views import picking

app_name = "clients"
urlpatterns = [
    path("options/", picking.client_options, name="client_options"),
]
