"""The addresses of teams."""

from django.urls import URLPattern, path

from teams.views import activity, keys, members, people, teams

_TEAM = "<uuid:team_id>/"
_LOG = f"{_TEAM}activity/"
_KEYS = f"{_TEAM}api-keys/"
_MEMBERS = f"{_TEAM}members/"
_MEMBER = f"{_MEMBERS}<uuid:membership_id>/"

app_name = "teams"
urlpatterns: list[URLPattern] = [
    path("", teams.teams, name="teams"),
    path("new/", teams.team_new, name="team_new"),
    path("suggestions/", teams.team_suggestions, name="team_suggestions"),
    path("add-people/", people.people_add, name="people_add"),
    path(_TEAM, teams.team, name="team"),
    path(f"{_TEAM}edit/", teams.team_edit, name="team_edit"),
    path(f"{_TEAM}delete/", teams.team_delete, name="team_delete"),
    path(_MEMBERS, members.team_members, name="team_members"),
    path(f"{_MEMBERS}add/", members.member_add, name="member_add"),
    path(f"{_MEMBERS}suggestions/", members.member_suggestions, name="member_suggestions"),
    path(f"{_MEMBER}role/", members.member_role, name="member_role"),
    path(f"{_MEMBER}remove/", members.member_remove, name="member_remove"),
    path(_KEYS, keys.team_keys, name="team_keys"),
    path(f"{_KEYS}new/", keys.team_key_new, name="team_key_new"),
    path(f"{_KEYS}<uuid:key_id>/revoke/", keys.team_key_revoke, name="team_key_revoke"),
    path(_LOG, activity.team_activity, name="team_activity"),
    path(f"{_LOG}people/", activity.team_activity_people, name="team_activity_people"),
    path(f"{_LOG}export/<str:kind>/", activity.team_activity_export, name="team_activity_export"),
]
