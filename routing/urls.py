"""The rules of a team: the addresses."""

from django.urls import URLPattern

app_name = "routing"
urlpatterns: list[URLPattern] = []
