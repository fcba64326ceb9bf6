"""Passkeys, in a real browser with a virtual authenticator; and what forged ones meet."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.audit import sentence
from accounts.models import AuditEntry
from tests.axe import assert_accessible
from tests.make import PASSWORD
from tests.sign_in.mails import mails_to
from tests.sign_in.test_second_step import confirm
from tests.sign_in.test_signing_in import sign_in

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


FORGED = [
    *("", "{}", "[]", "null", '"x"', "{", "1", '{"id": 1}', "\0"),
    '{"id": "x", "rawId": "x", "type": "public-key", "response": "x"}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "eA", '
    '"attestationObject": "eA", "authenticatorData": "eA", "signature": "eA", "userHandle": "eA"}}',
]


@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_added_and_signs_in_even_while_passwords_are_locked(client, open_page, ben):
    page = open_page("/account/login/")
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    assert_accessible(page)
    page.get_by_label("E-mail").fill(ben.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/")

    page.goto("/account/2fa/webauthn/add/")
    assert_accessible(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_role("button", name="Add passkey").click()
    page.wait_for_url("**/recovery-codes/")
    assert_accessible(page)
    page.goto("/account/2fa/webauthn/")
    assert "Work laptop" in page.inner_text("main")
    assert "Signs in alone" in page.inner_text("main")
    assert_accessible(page)

    for _ in range(6):
        refused = sign_in(client, ben.username, "wrong-password")
    assert "Too many failed attempts" in refused.content.decode()
    page.context.clear_cookies()
    page.goto("/account/login/?next=/account/2fa/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Security", exact=True).wait_for()
    assert "1 passkey" in page.inner_text("main")
    assert_accessible(page)
    entry = AuditEntry.objects.filter(verb="session.started").latest("at")
    assert (entry.actor_name, sentence(entry)) == ("Ben Member", "signed in with a passkey")
    assert "A passkey was added" in [sent.subject for sent in mails_to(ben.username)]


@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_a_second_step_and_says_what_went_wrong(open_page, ben):
    page = open_page("/account/login/")
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    options = AUTHENTICATOR | {"isUserVerified": False}
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("Nothing was chosen, or it took too long. Try again.").wait_for()


@pytest.mark.parametrize("credential", FORGED)
def test_a_forged_passkey_signs_nobody_in(client, ben, credential):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    response = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert response.status_code == 302
    assert response["Location"] == "/account/login/"


@pytest.mark.parametrize("credential", FORGED)
def test_a_forged_passkey_is_not_added(ben, as_user, credential):
    mine = as_user(ben)
    confirm(mine)
    mine.get(reverse("mfa_add_webauthn"))
    data = {"name": "x", "credential": credential}
    assert mine.post(reverse("mfa_add_webauthn"), data).status_code == 422
    assert not Authenticator.objects.exists()


def test_a_passkey_is_renamed_and_removed_by_its_owner_alone(ben, eve, as_user):
    key = Authenticator.objects.create(
        user=ben, type="webauthn", data={"name": "Old", "credential": {}}
    )
    mine, hers = as_user(ben), as_user(eve)
    confirm(mine)
    confirm(hers)
    edit = reverse("mfa_edit_webauthn", args=[key.pk])
    assert hers.get(edit).status_code == 404
    assert mine.get(edit).status_code == 200
    mine.post(edit, {"name": "New"})
    key.refresh_from_db()
    assert key.data["name"] == "New"
    remove = reverse("mfa_remove_webauthn", args=[key.pk])
    assert hers.post(remove).status_code == 404
    assert "Remove passkey New" in mine.get(remove).content.decode()
    mine.post(remove)
    assert not Authenticator.objects.exists()
    assert AuditEntry.objects.filter(verb="security.removed").exists()
