"""Authenticator apps and recovery codes."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from accounts.audit import sentence
from accounts.models import AuditEntry
from tests.make import PASSWORD
from tests.sign_in.mails import mail_to
from tests.sign_in.test_signing_in import is_signed_in, sign_in


def code_of(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def confirm(client):
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


@pytest.fixture
def protected(ben):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(ben, secret)
    RecoveryCodes.activate(ben)
    ben.secret = secret
    return ben


def test_an_app_is_set_up(ben, as_user, django_capture_on_commit_callbacks):
    mine = as_user(ben)
    asked = mine.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith("/account/reauthenticate/")
    confirm(mine)
    page = mine.get(reverse("mfa_activate_totp")).content.decode()
    assert "data:image/svg+xml;base64," in page
    secret = mine.session["mfa.totp.secret"]
    assert secret in page
    wrong = mine.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    assert "This code is wrong or has expired." in wrong
    with django_capture_on_commit_callbacks(execute=True):
        mine.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert "10 of 10 left" in mine.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert mail_to(ben.username).subject == "An authenticator app was set up"
    logged = [sentence(e) for e in AuditEntry.objects.filter(verb="security.added")]
    assert sorted(logged) == ["set up an authenticator app", "set up recovery codes"]
    kept = Authenticator.objects.get(user=ben, type="totp")
    assert secret not in str(kept.data)  # sealed


def test_signing_in_asks_for_the_code(client, protected):
    assert sign_in(client, protected.username)["Location"] == "/account/2fa/authenticate/"
    assert not is_signed_in(client)
    page = client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert "This code is wrong or has expired." in page
    assert AuditEntry.objects.filter(verb="session.refused", details__what="code").exists()
    client.post("/account/2fa/authenticate/", {"code": code_of(protected.secret)})
    assert is_signed_in(client)
    entry = AuditEntry.objects.get(verb="session.started")
    assert sentence(entry) == "signed in with a password and an authenticator app"


def test_a_recovery_code_works_once(client, protected):
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in(client, protected.username)
    client.post("/account/2fa/authenticate/", {"code": code})
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    sign_in(client, protected.username)
    client.post("/account/2fa/authenticate/", {"code": code})
    assert not is_signed_in(client)


def test_codes_are_shown_downloaded_and_made_anew(
    protected, as_user, django_capture_on_commit_callbacks
):
    mine = as_user(protected)
    confirm(mine)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert codes[0] in mine.get(reverse("mfa_view_recovery_codes")).content.decode()
    download = mine.get(reverse("mfa_download_recovery_codes")).content.decode()
    assert download.startswith("Muster recovery codes of ben@acme.example")
    assert codes[-1] in download
    with django_capture_on_commit_callbacks(execute=True):
        mine.post(reverse("mfa_generate_recovery_codes"))
    assert codes[0] not in mine.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert AuditEntry.objects.filter(verb="security.codes_made").exists()


def test_the_app_is_removed(protected, as_user):
    mine = as_user(protected)
    confirm(mine)
    assert mine.get(reverse("mfa_deactivate_totp")).status_code == 200
    mine.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=protected).exists()
    logged = [sentence(e) for e in AuditEntry.objects.filter(verb="security.removed")]
    assert "removed an authenticator app" in logged
    assert mail_to(protected.username).subject == "The authenticator app was removed"


def test_every_security_page_asks_for_sign_in(client):
    for name in ("mfa_index", "mfa_activate_totp", "mfa_view_recovery_codes", "mfa_list_webauthn"):
        assert "/account/login/" in client.get(reverse(name))["Location"]
