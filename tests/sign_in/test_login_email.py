"""Changing the e-mail one signs in with."""

import pytest

from accounts.actions import invitations
from accounts.audit import sentence
from accounts.models import AuditEntry
from tests.make import SYSTEM, make_user
from tests.sign_in.mails import link_in, mail_to, mails_to
from tests.sign_in.test_second_step import confirm
from tests.sign_in.test_signing_in import is_signed_in, sign_in

pytestmark = pytest.mark.django_db

CHANGE = "/account/email/"
NEW = "benjamin@acme.example"


@pytest.fixture
def bens(ben, as_user):
    client = as_user(ben)
    confirm(client)
    return client


def test_it_changes_when_the_link_is_followed_and_ends_all_sessions(client, ben, bens, as_user):
    other = as_user(ben)
    assert bens.post(CHANGE, {"username": NEW.upper()}).status_code == 302
    ben.refresh_from_db()
    assert ben.username == "ben@acme.example"
    assert client.get(link_in(mail_to(NEW)))["Location"] == "/account/email/new/"
    assert NEW in client.get("/account/email/new/").content.decode()
    client.post("/account/email/new/")
    ben.refresh_from_db()
    assert ben.username == NEW
    assert [contact.to for contact in ben.contacts.all()] == [NEW]
    assert not is_signed_in(bens)
    assert not is_signed_in(other)
    for address in ("ben@acme.example", NEW):
        assert mail_to(address).subject == "Your sign-in e-mail was changed"
    entry = AuditEntry.objects.get(verb="person.username_changed")
    assert sentence(entry) == "changed the e-mail Ben Member signs in with"
    assert entry.changes == {"username": ["ben@acme.example", NEW]}
    sign_in(client, NEW)
    assert is_signed_in(client)


def test_it_asks_who_it_is_first(ben, as_user):
    assert as_user(ben).get(CHANGE)["Location"].startswith("/account/reauthenticate/")


def test_it_refuses_an_address_that_is_taken(bens, eve):
    response = bens.post(CHANGE, {"username": eve.username.upper()})
    assert response.status_code == 422
    assert "Somebody with this e-mail is here already." in response.content.decode()
    assert mails_to(eve.username) == []


def test_it_refuses_one_that_was_taken_meanwhile(client, ben, bens):
    bens.post(CHANGE, {"username": NEW})
    client.get(link_in(mail_to(NEW)))
    make_user("Benjamin Other", username=NEW)
    assert client.post("/account/email/new/").status_code == 410
    ben.refresh_from_db()
    assert ben.username == "ben@acme.example"


@pytest.mark.parametrize("address", ["", "x", "\0@acme.example", "x" * 95 + "@acme.example"])
def test_it_refuses_what_is_no_address(bens, address):
    assert bens.post(CHANGE, {"username": address}).status_code == 422


def test_a_role_without_the_right_may_not(as_user):
    person = make_user("Ola Observer", role="observer")
    client = as_user(person)
    confirm(client)
    expected = 200 if "login-email-edit" in person.rights else 403
    assert client.get(CHANGE).status_code == expected
    assert ("Change e-mail" in client.get("/account/2fa/").content.decode()) == (expected == 200)


def test_it_does_not_send_links_without_end(bens):
    answers = [bens.post(CHANGE, {"username": f"b{n}@acme.example"}) for n in range(11)]
    assert [answer.status_code for answer in answers[-2:]] == [302, 429]


def test_an_admin_asks_for_it_and_the_person_shows_the_new_one(client, ada, ben, as_user):
    asked = as_user(ada).post(f"/people/{ben.pk}/email/", {"username": NEW})
    assert asked["Location"] == ben.get_absolute_url()
    ben.refresh_from_db()
    assert ben.username == "ben@acme.example"
    assert "Ada Admin asks you to sign in" in mail_to(NEW).body
    client.get(link_in(mail_to(NEW)))
    assert client.post("/account/email/new/")["Location"] == "/account/login/"
    ben.refresh_from_db()
    assert ben.username == NEW
    asked = AuditEntry.objects.get(verb="person.username_asked")
    assert (asked.actor_name, asked.target_id) == ("Ada Admin", str(ben.pk))


def test_an_invitation_to_the_mistyped_address_is_over_then(client, ada, as_user):
    guest = make_user("Cem Guest", username="cme@acme.example", verified=False)
    guest.set_unusable_password()
    guest.save()
    invitations.send(guest, by=SYSTEM)
    wrong = link_in(mail_to("cme@acme.example"))
    as_user(ada).post(f"/people/{guest.pk}/email/", {"username": "cem@acme.example"})
    client.get(link_in(mail_to("cem@acme.example")))
    assert client.post("/account/email/new/")["Location"] == "/account/password/reset/"
    assert client.get(wrong).status_code == 410
