"""The addresses of the move, and of the built-in directory."""

from django.urls import URLPattern, path

from migration.views import atlassian, banner, connection, own, practice, status, wizard, work

HERE = "settings/general/migration/"
PERSON = f"{HERE}status/people/<uuid:person_id>/"

app_name = "migration"
urlpatterns: list[URLPattern] = [
    path(HERE, wizard.wizard, name="wizard"),
    path(f"{HERE}before/", wizard.before, name="before"),
    path(f"{HERE}site/", wizard.site, name="site"),
    path(f"{HERE}site/name/", wizard.site_name, name="site_name"),
    path(f"{HERE}review/", wizard.review, name="review"),
    path(f"{HERE}status/", status.status, name="status"),
    path(f"{HERE}status/changes/", status.status_changes, name="status_changes"),
    path(f"{HERE}status/export/", status.status_export, name="status_export"),
    path(f"{HERE}pause/", work.pause, name="pause"),
    path(f"{HERE}resume/", work.resume, name="resume"),
    path(f"{HERE}cancel/", work.cancel, name="cancel"),
    path(f"{HERE}retry/", work.retry, name="retry"),
    path(f"{HERE}invite-again/", work.invite_again, name="invite_again"),
    path(f"{HERE}resend/", work.resend_all, name="resend_all"),
    path(f"{PERSON}leave-out/", work.leave_out, name="leave_out"),
    path(f"{PERSON}take-in/", work.take_in, name="take_in"),
    path(f"{HERE}connection/", connection.connection, name="connection"),
    path(f"{HERE}connection/forget/", connection.connection_forget, name="connection_forget"),
    path(f"{HERE}banner/hide/", banner.banner_hide, name="banner_hide"),
    path(f"{HERE}banner/seen/", banner.banner_seen, name="banner_seen"),
    path("people/<uuid:person_id>/atlassian/", own.confirm, name="confirm"),
    path("profile/atlassian/verify/", own.own_verify, name="own_verify"),
    path("atlassian/sign-in/", atlassian.atlassian_sign_in, name="atlassian_sign_in"),
    path("atlassian/callback/", atlassian.atlassian_callback, name="atlassian_callback"),
    path("practice/sign-up/", practice.practice_sign_up, name="practice_sign_up"),
    path("practice/join/", practice.practice_join, name="practice_join"),
    path("practice/join/<str:token>/", practice.practice_link, name="practice_link"),
    path("practice/joined/", practice.practice_joined, name="practice_joined"),
    path("practice/sites/<slug:name>/", practice.practice_site, name="practice_site"),
]
