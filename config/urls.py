"""The map of the site."""

from django.contrib import admin
from django.urls import include, path

from accounts.views.home import home
from accounts.views.search import search
from common.views import favicon, theme
from config.first_look import first_look
from config.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("favicon.ico", favicon, name="favicon"),
    path("theme/", theme, name="theme"),
    path("first-look/<str:token>/", first_look, name="first_look"),
    path("", include("accounts.urls")),
    path("teams/", include("teams.urls")),
    path("", include("oncall.urls")),
    path("", include("routing.urls")),
    path("alerts/", include("alerts.urls")),
    path("", include("chatlink.urls")),
    path("reports/", include("reports.urls")),
    path("", include("migration.urls")),
    path("", include("api.urls")),
    path("v2/", include(("api.v2.urls", "v2"))),
    path("account/", include("allauth.urls")),
    path("django-admin/", admin.site.urls),
]

handler500 = "common.errors.server_error"
