"""Signing in with Atlassian: by the door there and back, and what can go wrong on the way."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.audit import sentence
from accounts.models import AuditEntry
from migration.atlassian import sign_in as ways
from migration.models import AtlassianGrant
from tests.migration.signing_in import come_back, go_to_atlassian, sign_in

OLIVE, BEN = "olive@acme.example", "ben@acme.example"
SITE = reverse("migration:site")
PROFILE = reverse("accounts:profile") + "#atlassian"


@pytest.fixture
def client(as_user, olive, atlassian, connected):
    atlassian.do("change", who=OLIVE, consent="allow")
    return as_user(olive)


def said(answer):
    return " ".join(str(one) for one in get_messages(answer.wsgi_request))


def asked_for(away):
    return {name: values[0] for name, values in parse_qs(urlsplit(away["Location"]).query).items()}


def test_there_and_back(client, atlassian, olive):
    answer = come_back(client, go_to_atlassian(client))
    assert answer["Location"] == SITE
    assert said(answer) == f"You are signed in with Atlassian as {OLIVE}."
    grant = AtlassianGrant.objects.get(user=olive)
    assert grant.email == OLIVE
    assert grant.account_id.startswith("acc-")
    assert grant.sealed_refresh_token
    entry = AuditEntry.objects.get(verb="atlassian.signed_in")
    assert sentence(entry) == f"signed in with Atlassian as {OLIVE}"
    assert "access-" not in str(entry.details)


def test_what_atlassian_is_asked(client, settings, atlassian):
    settings.PUBLIC_URL = "https://muster.acme.example"
    settings.ALLOWED_HOSTS = ["inner"]
    away = client.post(reverse("migration:atlassian_sign_in"), headers={"host": "inner"})
    assert away["Location"].startswith(f"{atlassian.url}/authorize?")
    asked = asked_for(away)
    assert len(asked.pop("state")) >= 16
    assert set(asked.pop("scope").split()) == set(ways.SITES)
    assert asked == {
        "audience": "api.atlassian.com",
        "client_id": "muster-app",
        "redirect_uri": "https://muster.acme.example/atlassian/callback/",
        "response_type": "code",
        "prompt": "consent",
    }


def test_the_browser_may_be_led_there_from_a_form(client, settings):
    page = client.get(reverse("accounts:profile"))
    (rule,) = [r for r in page["Content-Security-Policy"].split("; ") if "form-action" in r]
    assert "https://auth.atlassian.com" in rule
    assert "https://*.atlassian.com" in rule


def test_who_only_shows_who_they_are_is_asked_for_no_more_and_nothing_is_kept(
    as_user, ben, client, atlassian
):
    his = as_user(ben)
    assert asked_for(go_to_atlassian(his, "profile"))["scope"] == "read:me"
    answer = sign_in(his, atlassian, BEN, "profile")
    assert answer["Location"] == PROFILE
    grant = AtlassianGrant.objects.get(user=ben)
    assert grant.sealed_access_token == grant.sealed_refresh_token == ""


def test_who_has_no_wizard_comes_back_to_their_profile(as_user, ben, client, atlassian):
    assert sign_in(as_user(ben), atlassian, BEN, "site")["Location"] == PROFILE


def test_showing_who_one_is_takes_no_token_away(client, atlassian, olive):
    sign_in(client, atlassian, OLIVE)
    sign_in(client, atlassian, OLIVE, "profile")
    assert AtlassianGrant.objects.get(user=olive).sealed_refresh_token


@pytest.mark.parametrize("came_from", ["https://evil.example/", "//evil.example", "", "site/../x"])
def test_one_comes_back_to_two_places_alone(client, atlassian, came_from):
    assert sign_in(client, atlassian, OLIVE, came_from)["Location"] in (SITE, PROFILE)


def test_somebody_who_refuses(client, atlassian):
    atlassian.do("change", consent="deny")
    answer = come_back(client, go_to_atlassian(client))
    assert (answer["Location"], said(answer)) == (SITE, ways.DENIED)
    assert not AtlassianGrant.objects.exists()


def test_another_error_keeps_atlassians_words(client):
    state = asked_for(go_to_atlassian(client))["state"]
    query = {"error": "server_error", "error_description": "Out of <b>cheese</b>", "state": state}
    answer = client.get(reverse("migration:atlassian_callback"), query)
    assert "“Out of <b>cheese</b>”" in said(answer)
    assert "<b>cheese" not in client.get(answer["Location"]).content.decode()


def test_a_state_works_once(client, atlassian):
    away = go_to_atlassian(client)
    back = httpx.get(away["Location"], trust_env=False).headers["Location"]
    address = urlsplit(back)
    client.get(f"{address.path}?{address.query}")
    again = client.get(f"{address.path}?{address.query}")
    assert said(again).endswith(ways.ENDED)
    assert atlassian.told["calls"]["token"] == 1


@pytest.mark.parametrize("state", ["", "forged", None])
def test_a_state_of_nobody_is_refused(client, atlassian, state):
    go_to_atlassian(client)
    query = {"code": "x"} | ({} if state is None else {"state": state})
    answer = client.get(reverse("migration:atlassian_callback"), query)
    assert said(answer) == ways.ENDED
    assert "token" not in atlassian.told["calls"]


def test_a_state_of_another_session_is_refused(client, as_user, olive, atlassian):
    away = go_to_atlassian(as_user(olive))
    assert said(come_back(client, away)) == ways.ENDED
    assert "token" not in atlassian.told["calls"]


def test_a_state_ends_after_ten_minutes(client, monkeypatch):
    away = go_to_atlassian(client)
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.STATE_TTL", -1)
    assert said(come_back(client, away)) == ways.ENDED


def test_the_account_of_another_e_mail_is_not_taken(client, atlassian):
    answer = sign_in(client, atlassian, "olive@home.example")
    assert "At Atlassian you are olive@home.example, here you are olive@acme.example" in said(
        answer
    )
    assert not AtlassianGrant.objects.exists()


def test_the_case_of_an_e_mail_does_not_matter(client, atlassian):
    atlassian.do("add_person", "Olive@ACME.example")
    assert sign_in(client, atlassian, OLIVE)["Location"] == SITE
    assert AtlassianGrant.objects.get().email == OLIVE


def test_an_account_without_an_e_mail(client, atlassian):
    atlassian.do("fail", "me", {"status": 200, "body": {"account_id": "1", "email": ["x"]}})
    assert "did not say which e-mail" in said(sign_in(client, atlassian, OLIVE))


def test_a_code_that_atlassian_does_not_know(client):
    state = asked_for(go_to_atlassian(client))["state"]
    query = {"code": "forged", "state": state}
    answer = client.get(reverse("migration:atlassian_callback"), query)
    assert "“Invalid authorization code”" in said(answer)


def test_a_wrong_secret(client, connected, atlassian):
    connected.client_secret = "wrong"
    connected.save()
    answer = sign_in(client, atlassian, OLIVE)
    assert "Check the client ID and the secret" in said(answer)


@pytest.mark.parametrize("call", ["token", "me"])
def test_nobody_answers(client, atlassian, call):
    atlassian.do("fail", call, {"status": 502})
    assert "Atlassian answered with status 502." in said(sign_in(client, atlassian, OLIVE))


def test_without_a_connection(as_user, olive, atlassian, db):
    client = as_user(olive)
    answer = go_to_atlassian(client)
    assert (answer["Location"], said(answer)) == (SITE, ways.NOT_SET_UP)
    back = client.get(reverse("migration:atlassian_callback"), {"code": "x", "state": "y"})
    assert ways.ENDED in said(back)


def test_it_signs_nobody_in(client, as_user, atlassian):
    """The callback is for people who are signed in, and no account of allauth's is made."""
    sign_in(client, atlassian, OLIVE)
    assert not SocialAccount.objects.exists()
    stranger = as_user(None)
    for answer in (
        go_to_atlassian(stranger),
        stranger.get(reverse("migration:atlassian_callback"), {"code": "x", "state": "y"}),
    ):
        assert answer["Location"].startswith(reverse("account_login"))
    for path in ("/account/atlassian/login/", "/account/atlassian/login/callback/"):
        assert stranger.get(path).status_code == 404
    assert "tlassian" not in stranger.get(reverse("account_login")).content.decode()
