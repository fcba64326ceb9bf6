"""The addresses of chat: integrations, connecting, and where chat systems send what is said."""

from django.urls import URLPattern, path

from chatlink.views import accounts, connect, hipchat, hook, integrations

app_name = "chatlink"
urlpatterns: list[URLPattern] = [
    path("hooks/chat/<uuid:integration_id>/", hook.hook, name="hook"),
    path(
        "hooks/chat/<uuid:integration_id>/hipchat/<str:key>/",
        hipchat.hipchat_descriptor,
        name="hipchat_descriptor",
    ),
    path(
        "hooks/chat/<uuid:integration_id>/hipchat/<str:key>/installed",
        hipchat.hipchat_installed,
        name="hipchat_installed",
    ),
    path(
        "hooks/chat/<uuid:integration_id>/hipchat/<str:key>/installed/<str:oauth_id>",
        hipchat.hipchat_uninstalled,
        name="hipchat_uninstalled",
    ),
    path("chat/connect/", connect.connect, name="connect"),
    path("chat/connect/<str:token>/", connect.connect_link, name="connect_link"),
    path(
        "profile/chat-accounts/<uuid:account_id>/revoke/",
        accounts.account_revoke,
        name="account_revoke",
    ),
    path("settings/integrations/", integrations.integrations, name="integrations"),
    path(
        "settings/integrations/new/<slug:adapter>/",
        integrations.integration_new,
        name="integration_new",
    ),
    path(
        "settings/integrations/<uuid:integration_id>/",
        integrations.integration,
        name="integration",
    ),
    path(
        "settings/integrations/<uuid:integration_id>/channels/",
        integrations.integration_channels,
        name="integration_channels",
    ),
    path(
        "settings/integrations/<uuid:integration_id>/test/",
        integrations.integration_test,
        name="integration_test",
    ),
    path(
        "settings/integrations/<uuid:integration_id>/remove/",
        integrations.integration_remove,
        name="integration_remove",
    ),
]
