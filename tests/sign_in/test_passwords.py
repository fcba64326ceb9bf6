"""Forgotten, changed and first passwords."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.audit import sentence
from accounts.models import AuditEntry
from tests.make import PASSWORD, make_user
from tests.sign_in.mails import link_in, mail_to, mails_to

pytestmark = pytest.mark.django_db

NEW = "another-horse-8"


def ask_for_link(client, username):
    return client.post(reverse("account_reset_password"), {"email": username}, follow=True)


def set_new(client, link, password=NEW):
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0]
    return client.post(address, {"password1": password, "password2": password}, follow=True)


def test_a_forgotten_password_is_set_anew(client, ben, as_user):
    elsewhere = as_user(ben)
    ask_for_link(client, "BEN@acme.example")
    sent = mail_to(ben.username)
    assert sent.subject == "Set a new password for Muster"
    assert "valid for one hour" in sent.body
    response = set_new(client, link_in(sent))
    assert "Your password is set" in response.content.decode()
    ben.refresh_from_db()
    assert ben.check_password(NEW)
    assert elsewhere.get(reverse("mfa_index")).status_code == 302  # that session has ended
    assert mail_to(ben.username).subject == "Your password was reset"
    assert AuditEntry.objects.filter(verb="person.password_set", user_id=ben.pk).exists()


def test_a_link_works_once(client, ben):
    ask_for_link(client, ben.username)
    link = link_in(mail_to(ben.username))
    set_new(client, link)
    page = client.get(link, follow=True).content.decode()
    assert "Token expired" in page
    assert "Send another link" in page


def test_a_link_expires(client, ben, time_machine):
    ask_for_link(client, ben.username)
    link = link_in(mail_to(ben.username))
    time_machine.move_to(timezone.now() + timedelta(seconds=3601))
    assert "Token expired" in client.get(link, follow=True).content.decode()


def test_forged_links_are_expired_ones(client, ben):
    for link in ("abc-def", "0-x", f"{ben.pk.hex}-abc-def", "zzzz-" + "x" * 500):
        page = client.get(f"/account/password/reset/key/{link}/", follow=True)
        assert "Token expired" in page.content.decode()


def test_it_answers_the_same_for_a_stranger_and_sends_nothing(client, ben):
    known = ask_for_link(client, ben.username)
    unknown = ask_for_link(client, "nobody@acme.example")
    assert known.redirect_chain == unknown.redirect_chain
    assert _bare(known) == _bare(unknown)
    assert mails_to("nobody@acme.example") == []


def _bare(response):
    return [line for line in response.content.decode().splitlines() if "csrf" not in line]


def test_a_blocked_person_gets_no_link(client):
    person = make_user("Bea Blocked", blocked=True)
    ask_for_link(client, person.username)
    assert mails_to(person.username) == []


def test_a_weak_password_is_refused(client, ben):
    ask_for_link(client, ben.username)
    page = set_new(client, link_in(mail_to(ben.username)), "12345678").content.decode()
    assert "too common" in page
    ben.refresh_from_db()
    assert ben.check_password(PASSWORD)


def test_a_reset_link_shows_that_the_address_is_theirs(client):
    person = make_user("Una Unverified", verified=False)
    ask_for_link(client, person.username)
    set_new(client, link_in(mail_to(person.username)))
    person.refresh_from_db()
    assert person.is_verified


def test_the_host_header_does_not_reach_the_mail(client, ben, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(
        reverse("account_reset_password"),
        {"email": ben.username},
        headers={"host": "evil.example"},
    )
    assert "evil.example" not in mail_to(ben.username).body


def test_a_password_is_changed_and_other_sessions_end(client, ben, as_user):
    mine, other = as_user(ben), as_user(ben)
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert mine.post(reverse("account_change_password"), data)["Location"] == "/account/2fa/"
    assert mine.get(reverse("mfa_index")).status_code == 200
    assert other.get(reverse("mfa_index")).status_code == 302
    assert mail_to(ben.username).subject == "Your password was changed"


def test_changing_asks_for_the_current_password(ben, as_user):
    data = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    page = as_user(ben).post(reverse("account_change_password"), data).content.decode()
    assert "This is not your current password." in page


def test_somebody_without_a_password_sets_one(ben, as_user):
    ben.set_unusable_password()
    ben.save()
    mine = as_user(ben)
    assert mine.get(reverse("account_change_password"))["Location"] == "/account/password/set/"
    mine.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})
    ben.refresh_from_db()
    assert ben.check_password(NEW)
    entry = AuditEntry.objects.filter(verb="person.password_set").latest("at")
    assert (entry.actor_name, entry.at <= timezone.now()) == ("Ben Member", True)
    assert sentence(entry) == "set a password for Ben Member"
