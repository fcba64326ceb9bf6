"""Signing in with a password, and what is said when it fails."""

import pytest
from django.urls import reverse

from accounts.audit import sentence
from accounts.models import AuditEntry
from tests.make import PASSWORD, make_user
from tests.sign_in.mails import link_in, mail_to, mails_to

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/login/"


def sign_in(client, username, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": username, "password": password, **more})


def is_signed_in(client) -> bool:
    return client.get(reverse("mfa_index")).status_code == 200


def test_it_signs_in_and_logs_how(client, ben):
    response = sign_in(client, "Ben@Acme.Example")
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert is_signed_in(client)
    entry = AuditEntry.objects.get(verb="session.started")
    assert (entry.actor_name, sentence(entry)) == ("Ben Member", "signed in with a password")


@pytest.mark.parametrize("username", ["ben@acme.example", "nobody@acme.example"])
def test_it_says_the_same_for_a_wrong_password_and_a_stranger(client, ben, username):
    response = sign_in(client, username, "wrong-password")
    assert "The e-mail or the password is wrong." in response.content.decode()
    assert not is_signed_in(client)


def test_it_logs_a_wrong_password_of_a_known_person_only(client, ben):
    sign_in(client, "nobody@acme.example", "wrong-password")
    assert not AuditEntry.objects.filter(verb="session.refused").exists()
    sign_in(client, ben.username, "wrong-password")
    entry = AuditEntry.objects.get(verb="session.refused")
    assert entry.actor_name == "Somebody"
    assert sentence(entry) == "tried to sign in as Ben Member with a wrong password"


def test_it_keeps_somebody_signed_in_only_when_asked(client, ben):
    sign_in(client, ben.username)
    assert client.session.get_expire_at_browser_close()
    client.post(reverse("account_logout"))
    sign_in(client, ben.username, remember="on")
    assert client.session.get_expiry_age() == 14 * 24 * 3600


def test_it_tells_a_blocked_person_so(client):
    person = make_user("Bea Blocked", blocked=True)
    response = client.post(SIGN_IN, {"login": person.username, "password": PASSWORD}, follow=True)
    page = response.content.decode()
    assert "This account is blocked" in page
    assert "Ask an owner or admin to unblock it." in page
    assert not is_signed_in(client)


def test_blocking_ends_a_session(client, ben):
    sign_in(client, ben.username)
    ben.is_blocked = True
    ben.save()
    assert not is_signed_in(client)


def test_an_unverified_person_is_sent_a_link_instead(client):
    person = make_user("Una Unverified", verified=False)
    response = client.post(SIGN_IN, {"login": person.username, "password": PASSWORD}, follow=True)
    assert "Verify your e-mail" in response.content.decode()
    assert not is_signed_in(client)
    link = link_in(mail_to(person.username))
    assert client.get(link).status_code == 200
    person.refresh_from_db()
    assert not person.is_verified  # looking is not verifying
    client.post(link)
    person.refresh_from_db()
    assert person.is_verified
    assert person.contacts.get().is_verified


def test_a_verification_link_dies_with_the_address(client):
    person = make_user("Una Unverified", verified=False)
    sign_in(client, person.username)
    link = link_in(mail_to(person.username))
    person.username = "una.new@acme.example"
    person.save()
    client.post(link)
    person.refresh_from_db()
    assert not person.is_verified


def test_it_does_not_send_verification_links_without_end(client):
    person = make_user("Una Unverified", verified=False)
    for _ in range(3):
        sign_in(client, person.username)
    assert len(mails_to(person.username)) == 1


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "\\\\evil.example", "https:evil.example", "\0"],
)
def test_it_does_not_go_on_to_another_site(client, ben, elsewhere):
    assert sign_in(client, ben.username, next=elsewhere)["Location"] == "/"


def test_it_goes_on_to_the_page_that_was_asked_for(client, ben):
    assert sign_in(client, ben.username, next="/teams/")["Location"] == "/teams/"


def test_it_is_slowed_down_after_too_many_attempts(client, ben):
    for _ in range(5):
        sign_in(client, ben.username, "wrong-password")
    response = sign_in(client, ben.username)
    assert "Too many failed attempts. Wait five minutes" in response.content.decode()
    assert not is_signed_in(client)


def test_it_answers_a_flood_with_a_page_of_ours(client, ben):
    for _ in range(30):
        sign_in(client, "x", "x")
    response = sign_in(client, ben.username)
    assert response.status_code == 429
    assert "Too many attempts" in response.content.decode()


def test_bad_input_is_answered(client, ben):
    for login in ("", "\0", "x" * 5000, "ben@acme.example\0"):
        response = sign_in(client, login)
        assert response.status_code == 422
        assert not is_signed_in(client)


def test_it_signs_out(client, ben):
    sign_in(client, ben.username)
    assert "Stay signed in" in client.get(reverse("account_logout")).content.decode()
    assert client.post(reverse("account_logout"))["Location"] == SIGN_IN
    assert not is_signed_in(client)


def test_djangos_admin_asks_at_our_door(client, ben):
    response = client.get("/django-admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/account/login/?next=%2Fdjango-admin%2F"
    sign_in(client, ben.username)
    assert client.get("/django-admin/", follow=True).status_code == 403


def test_nobody_signs_up(client, ben):
    page = client.get(reverse("account_signup")).content.decode()
    assert "Muster is by invitation" in page
    client.post(reverse("account_signup"), {"email": "new@acme.example", "password1": PASSWORD})
    assert not type(ben).objects.named("new@acme.example").exists()


def test_an_old_address_does_not_sign_in_any_more(client, ben):
    sign_in(client, ben.username)
    client.post(reverse("account_logout"))
    ben.username = "benjamin@acme.example"
    ben.save()
    newcomer = make_user("Ben Other", username="ben@acme.example")
    sign_in(client, "ben@acme.example")
    assert client.session["_auth_user_id"] == str(newcomer.pk)
