from django.urls import path

from shturman.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.sales, name="sales"),
    path("years/", views.years, name="years"),
    path("filter/", views.filter_form, name="filter"),
]
