"""The addresses of coming in: they stand before allauth's own and answer in their place."""

from django.urls import path

from accounts.views import accept, invitations, login_email, mail, sign_in, welcome

urlpatterns = [
    path("welcome/", welcome.welcome, name="welcome"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/invitations/", invitations.invitations, name="invitations"),
    path(
        "people/invitations/<uuid:pk>/revoke/",
        invitations.invitation_revoke,
        name="invitation_revoke",
    ),
    path("people/<uuid:pk>/invitation/", invitations.invitation_resend, name="invitation_resend"),
    path("invitation/", accept.join, name="join"),
    path("invitation/<str:token>/", accept.accept, name="accept"),
    path("settings/mail/", mail.mail, name="mail"),
    path("account/login/", sign_in.sign_in, name="sign_in"),
    path("account/oidc/<str:provider_id>/login/", sign_in.single_sign_on, name="single_sign_on"),
    path(
        "account/oidc/<str:provider_id>/login/callback/",
        sign_in.single_sign_on_back,
        name="single_sign_on_back",
    ),
    path("account/email/", login_email.login_email, name="login_email"),
    path("account/email/new/", login_email.login_email_change, name="login_email_change"),
    path(
        "account/email/new/<str:token>/",
        login_email.login_email_confirm,
        name="login_email_confirm",
    ),
    path("django-admin/login/", sign_in.admin_sign_in, name="admin_sign_in"),
]
