"""The first owner of an empty installation."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.actions import welcome
from accounts.models import Account, User
from tests.axe import assert_accessible
from tests.sign_in.test_signing_in import is_signed_in

DATA = {
    "account_name": "Acme",
    "full_name": "Olive Owner",
    "username": "Olive@Acme.Example",
    "password": "a-long-horse-9",
    "time_zone": "Europe/Istanbul",
}


def test_an_empty_installation_leads_there(client, db):
    response = client.get("/account/2fa/", follow=True)
    assert response.redirect_chain[-1][0] == "/welcome/"
    assert "Welcome to Muster" in response.content.decode()


def test_it_makes_a_verified_owner_who_is_signed_in(client, db):
    assert client.post("/welcome/", DATA)["Location"] == "/"
    owner = User.objects.get()
    assert (owner.username, owner.role, owner.is_verified) == ("olive@acme.example", "owner", True)
    assert owner.time_zone == "Europe/Istanbul"
    assert owner.contacts.get().is_verified
    assert Account.current().name == "Acme"
    assert is_signed_in(client)


def test_it_is_gone_when_somebody_is_there(client, ben):
    response = client.get("/welcome/")
    assert response.status_code == 404
    assert "is set up already" in response.content.decode()
    assert client.post("/welcome/", DATA).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("password", "12345678", "too common"),
        ("username", "not an e-mail", "valid email"),
        ("account_name", "x" * 101, "at most 100 characters"),
        ("full_name", "\0", "Null characters"),
        ("time_zone", "Moon/Base", "not one of the available choices"),
    ],
)
def test_bad_input_makes_nobody(client, db, field, value, words):
    response = client.post("/welcome/", DATA | {field: value})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_owner():
    def begin(number: int) -> str:
        try:
            return welcome.begin(**DATA | {"username": f"olive{number}@acme.example"}).username
        except ValidationError as problem:
            return problem.message
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(begin, range(4)))
    assert answers[:3] == ["Somebody has set this up already. Sign in instead."] * 3
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_browser_tells_the_time_zone(open_page):
    page = open_page("/", timezone_id="Europe/Istanbul")
    assert_accessible(page)
    page.get_by_label("Organisation").fill("Acme")
    page.get_by_label("Your full name").fill("Olive Owner")
    page.get_by_label("Your e-mail").fill("olive@acme.example")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Create organisation").click()
    page.get_by_text("This password is too common.").wait_for()
    page.get_by_label("Password").fill("a-long-horse-9")
    page.get_by_role("button", name="Create organisation").click()
    page.get_by_label("Account menu for Olive Owner").wait_for()
    assert User.objects.get().time_zone == "Europe/Istanbul"
    for path in ("/people/invite/", "/people/invitations/", "/settings/mail/", "/account/2fa/"):
        page.goto(path)
        assert_accessible(page)
