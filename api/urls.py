"""The addresses of the pages about the APIs."""

from django.urls import path

from api import views

app_name = "api"
urlpatterns = [
    path("settings/api/", views.v1_reference, name="v1"),
    path("settings/api/v2/", views.v2_reference, name="v2"),
]
