"""Reports: the addresses."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("actions/", views.actions, name="actions"),
    path("actions/actions.csv", views.actions_csv, name="actions_csv"),
    path("actions/teams.csv", views.teams_csv, name="teams_csv"),
    path("actions/people/", views.actions_people, name="actions_people"),
]
