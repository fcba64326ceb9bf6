"""The addresses of the move, and of the built-in directory."""

from django.urls import URLPattern, path

from migration.views import practice

app_name = "migration"
urlpatterns: list[URLPattern] = [
    path("practice/sign-up/", practice.practice_sign_up, name="practice_sign_up"),
    path("practice/join/", practice.practice_join, name="practice_join"),
    path("practice/join/<str:token>/", practice.practice_link, name="practice_link"),
    path("practice/joined/", practice.practice_joined, name="practice_joined"),
    path("practice/sites/<slug:name>/", practice.practice_site, name="practice_site"),
]
