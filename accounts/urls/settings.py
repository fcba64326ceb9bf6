"""The addresses of the account's settings."""

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from accounts.views import account, keys, log, roles
from common.policy import signed_in

to_general = RedirectView.as_view(pattern_name="accounts:account")
urlpatterns: list[URLPattern] = [
    path("settings/", signed_in(to_general), name="settings"),
    path("settings/general/", account.account, name="account"),
    path("settings/roles/", roles.roles, name="roles"),
    path("settings/roles/new/", roles.role_new, name="role_new"),
    path("settings/roles/<uuid:role_id>/", roles.role, name="role"),
    path("settings/roles/<uuid:role_id>/edit/", roles.role_edit, name="role_edit"),
    path("settings/roles/<uuid:role_id>/delete/", roles.role_delete, name="role_delete"),
    path("settings/api-keys/", keys.api_keys, name="api_keys"),
    path("settings/api-keys/new/", keys.api_key_new, name="api_key_new"),
    path("settings/api-keys/teams/", keys.api_key_teams, name="api_key_teams"),
    path("settings/api-keys/<uuid:key_id>/revoke/", keys.api_key_revoke, name="api_key_revoke"),
    path("settings/activity/", log.log, name="log"),
    path("settings/activity/people/", log.log_people, name="log_people"),
    path("settings/activity/export/<str:kind>/", log.log_export, name="log_export"),
]
