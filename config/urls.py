"""The map of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("teams/", include("teams.urls")),
    path("account/", include("allauth.urls")),
    path("django-admin/", admin.site.urls),
]
