"""The doors between a stranger and a signed-in session."""

from django.utils import timezone

from accounts.actions import invitations
from accounts.models import OneTimeLink, User
from tests.make import SYSTEM, make_user


def invited(cast):
    known = User.objects.filter(username="ida@acme.example").first()
    person = known or make_user("Ida Invited", verified=False)
    invitations.send(person, by=SYSTEM)
    return person


def invitation(cast):
    return {"pk": OneTimeLink.objects.get(user=invited(cast)).pk}


KINDS = {
    "invited": lambda cast: {"pk": invited(cast).pk},
    "invitation": invitation,
    "token": lambda cast: {"token": f"wrong-{timezone.now():%f}"},
    "provider": lambda cast: {"provider_id": "sso"},
}

DOORS = [
    ("accounts:welcome", "get", "", 404, 404, 404, 404, 404, 404),
    ("accounts:sign_in", "get", "", 200, 302, 302, 302, 302, 302),
    ("accounts:admin_sign_in", "get", "", 302, 403, 403, 403, 403, 403),
    ("accounts:single_sign_on", "get", "provider", 404, 404, 404, 404, 404, 404),
    ("accounts:single_sign_on_back", "get", "provider", 404, 404, 404, 404, 404, 404),
    ("accounts:accept", "get", "token", 410, 410, 410, 410, 410, 410),
    ("accounts:join", "get", "", 410, 410, 410, 410, 410, 410),
    ("accounts:invite", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:invite", "post", "", 302, 403, 403, 403, 422, 422),
    ("accounts:invitations", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:invitation_resend", "post", "invited", 302, 403, 403, 403, 302, 302),
    ("accounts:invitation_revoke", "post", "invitation", 302, 403, 403, 403, 302, 302),
    ("accounts:mail", "get", "", 302, 403, 403, 403, 403, 200),
    ("accounts:login_email", "get", "", 302, 302, 302, 302, 302, 302),  # asks for the password
    ("accounts:login_email_confirm", "get", "token", 410, 410, 410, 410, 410, 410),
    ("accounts:login_email_change", "get", "", 410, 410, 410, 410, 410, 410),
]
