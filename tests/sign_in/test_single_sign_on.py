"""OpenID Connect, against a real provider in a thread."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from accounts.actions import invitations
from accounts.audit import sentence
from accounts.models import AuditEntry, OneTimeLink, User
from tests.make import PASSWORD, SYSTEM, make_user
from tests.sign_in.mails import mail_to
from tests.sign_in.oidc_provider import CLIENT, SECRET, Provider
from tests.sign_in.test_signing_in import is_signed_in

BEN = {"sub": "248289761001", "email": "ben@acme.example", "email_verified": True}


@pytest.fixture(scope="module")
def running():
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def provider(running, settings, db):
    app = {"provider_id": "sso", "name": "Acme SSO", "client_id": CLIENT, "secret": SECRET}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [app | {"settings": {"server_url": running.issuer}}],
        }
    }
    running.claims = dict(BEN)
    return running


def go_through(client, query=""):
    """Press the button, be sent to the provider and back. Returns the last answer here."""
    out = client.post(f"/account/oidc/sso/login/{query}")
    assert out.status_code == 302
    back = requests.get(out["Location"], allow_redirects=False, timeout=5).headers["Location"]
    address = urlsplit(back)
    assert address.path == "/account/oidc/sso/login/callback/"
    return client.get(f"{address.path}?{address.query}")


def test_the_button_is_there_when_it_is_configured(client, provider, ben):
    assert "Continue with Acme SSO" in client.get("/account/login/").content.decode()


def test_the_button_is_not_there_otherwise(client, ben):
    assert "Continue with" not in client.get("/account/login/").content.decode()


def test_it_signs_in_somebody_who_is_here(client, provider, ben):
    assert go_through(client)["Location"] == "/"
    assert is_signed_in(client)
    assert SocialAccount.objects.get(uid=BEN["sub"]).user == ben
    entry = AuditEntry.objects.get(verb="session.started")
    assert sentence(entry) == "signed in with single sign-on"
    ben.refresh_from_db()
    assert ben.check_password(PASSWORD)
    assert mail_to(ben.username).subject == "Single sign-on was connected"


def test_people_come_back_to_the_public_address_whatever_host_was_asked(
    client, provider, ben, settings
):
    settings.PUBLIC_URL = "https://muster.acme.example"
    settings.ALLOWED_HOSTS = ["inner"]
    out = client.post("/account/oidc/sso/login/", headers={"host": "inner"})
    asked = parse_qs(urlsplit(out["Location"]).query)
    back = "https://muster.acme.example/account/oidc/sso/login/callback/"
    assert asked["redirect_uri"] == [back]


def test_it_goes_on_to_the_page_that_was_asked_for(client, provider, ben):
    assert go_through(client, "?next=/teams/")["Location"] == "/teams/"
    client.post(reverse("account_logout"))
    assert go_through(client, "?next=https://evil.example/")["Location"] == "/"


def test_it_knows_the_person_again_when_the_address_changed(client, provider, ben):
    go_through(client)
    client.post(reverse("account_logout"))
    provider.claims["email"] = "benjamin@elsewhere.example"
    go_through(client)
    assert client.session["_auth_user_id"] == str(ben.pk)


def test_a_stranger_is_told_whom_to_ask(client, provider, ben):
    provider.claims |= {"sub": "7", "email": "x@y.example"}
    response = go_through(client)
    assert response.status_code == 403
    page = response.content.decode()
    assert "No account for x@y.example" in page
    assert "for an invitation" in page
    assert User.objects.count() == 1
    assert not is_signed_in(client)


@pytest.mark.parametrize("claim", [{"email_verified": False}, {"email_verified": None}])
def test_an_unverified_address_signs_nobody_in(client, provider, ben, claim):
    provider.claims |= claim
    response = go_through(client)
    assert response.status_code == 403
    assert "E-mail not verified" in response.content.decode()
    assert not SocialAccount.objects.exists()


def test_it_accepts_an_open_invitation(client, provider):
    make_user("Olive Owner", role="owner")
    person = make_user("Cem Yıldız", verified=False)
    person.set_unusable_password()
    person.save()
    invitations.send(person, by=SYSTEM)
    provider.claims |= {"email": "CEM@acme.example"}
    assert go_through(client)["Location"] == "/"
    assert is_signed_in(client)
    person.refresh_from_db()
    assert person.is_verified
    assert OneTimeLink.objects.get().used_at


def test_a_blocked_person_stays_out(client, provider):
    make_user("Ben Member", blocked=True)
    assert go_through(client)["Location"] == "/account/inactive/"
    assert not is_signed_in(client)


def test_a_forged_answer_is_refused(client, provider, ben):
    client.post("/account/oidc/sso/login/")
    response = client.get("/account/oidc/sso/login/callback/?code=x&state=forged")
    assert "Single sign-on failed" in response.content.decode()
    assert not is_signed_in(client)


def test_giving_up_there_is_answered(client, provider, ben):
    out = client.post("/account/oidc/sso/login/")["Location"]
    state = dict(pair.split("=") for pair in urlsplit(out).query.split("&"))["state"]
    url = f"/account/oidc/sso/login/callback/?error=access_denied&state={state}"
    assert "Single sign-on cancelled" in client.get(url, follow=True).content.decode()


def test_a_provider_that_is_down_is_named(client, provider, ben, settings):
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    apps[0]["settings"]["server_url"] = "http://127.0.0.1:9"
    response = client.post("/account/oidc/sso/login/")
    assert response.status_code == 502
    assert "does not answer" in response.content.decode()


def test_somebody_may_disconnect_it(client, provider, ben):
    go_through(client)
    account = SocialAccount.objects.get()
    page = client.get(reverse("socialaccount_connections")).content.decode()
    assert "Disconnect account" in page
    client.post(reverse("socialaccount_connections"), {"account": account.pk})
    assert not SocialAccount.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_browser_goes_there_and_back(open_page, provider, ben, settings, live_server):
    settings.PUBLIC_URL = live_server.url
    settings.SECURE_CSP = settings.SECURE_CSP | {"form-action": ["'self'", provider.issuer]}
    page = open_page("/account/login/?next=/account/2fa/")
    page.get_by_role("button", name="Continue with Acme SSO").click()
    page.get_by_role("heading", name="Security", exact=True).wait_for()
