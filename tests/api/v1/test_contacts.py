"""Ways to reach people, changed by scripts written for Opsgenie."""

import pytest

from accounts.actions.contacts import add_contact
from accounts.models import Contact
from tests.api.v1.make import Script
from tests.make import NOBODYS_ID, SYSTEM

pytestmark = pytest.mark.django_db
VOICE = {"method": "voice", "to": "1-9999999999"}


@pytest.fixture
def script() -> Script:
    return Script()


def test_a_contact_is_added_found_changed_and_deleted(script, ben):
    made = script.post("user/contact", username=ben.username, **VOICE)
    assert made == {"id": made["id"], "status": "successful", "code": 200}
    shown = VOICE | {"id": made["id"], "enabled": True, "disabledReason": ""}
    assert script.get("user/contact", id=made["id"]) == shown
    listed = script.get("user/contact/", userId=str(ben.pk))["userContacts"]
    assert [one["method"] for one in listed] == ["email", "voice"]
    assert listed[1] == shown
    Contact.objects.update(verified_at=ben.created_at)
    assert script.post("user/contact", id=made["id"], to="1-8888888888") == made
    contact = Contact.objects.get(pk=made["id"])
    assert (contact.to, contact.is_verified) == ("1-8888888888", False)
    gone = script.delete("user/contact", id=made["id"], username=ben.username)
    assert gone == {"status": "successful", "code": 200}
    assert script.refused("GET", "user/contact", id=made["id"])[0] == 5


def test_a_contact_is_switched(script, ben):
    contact = ben.contacts.get()
    said = {"id": str(contact.pk)}
    assert script.post("user/contact/disable", **said) == {"status": "successful"}
    shown = script.get("user/contact", **said)
    assert (shown["enabled"], shown["disabledReason"]) == (False, f"Disabled by {script.row.name}")
    assert script.post("user/contact/enable", **said, userId=str(ben.pk)) == {
        "status": "successful"
    }
    shown = script.get("user/contact", **said)
    assert (shown["enabled"], shown["disabledReason"]) == (True, "")


@pytest.mark.parametrize(
    ("method", "to", "kept"),
    [
        ("Sms", "+1 (555) 123-4567", "1-5551234567"),
        (" EMAIL ", "Ben@Home.Example", "ben@home.example"),
    ],
)
def test_it_is_kept_as_the_console_keeps_it(script, ben, method, to, kept):
    script.post("user/contact", userId=str(ben.pk), method=method, to=to)
    assert ben.contacts.last().to == kept


@pytest.mark.parametrize(
    ("method", "to", "name"),
    [
        ("mobile", "Pixel 9", "method"),
        ("fax", "1-9999999999", "method"),
        ("sms", "ben@home.example", "to"),
        ("voice", "5551234", "to"),
        ("email", "1-9999999999", "to"),
    ],
)
def test_what_is_wrong_is_named(script, ben, method, to, name):
    code, words = script.refused("POST", "user/contact", userId=str(ben.pk), method=method, to=to)
    assert code == 103
    assert words.startswith(f"{name}: ")
    assert ben.contacts.count() == 1


def test_what_cannot_be_is_refused(script, ben, eve):
    own = str(ben.contacts.get().pk)
    assert script.refused("POST", "user/contact", **VOICE)[0] == 102
    assert script.refused("GET", "user/contact")[0] == 102
    assert script.refused("DELETE", "user/contact", username=ben.username)[0] == 102
    twice = {"username": ben.username, "method": "email", "to": ben.username}
    assert script.refused("POST", "user/contact", **twice)[0] == 104
    assert script.refused("POST", "user/contact", id=own, to="other@acme.example")[0] == 105
    assert script.refused("DELETE", "user/contact", id=own)[0] == 105
    device = add_contact(ben, method="mobile", to="Pixel 9", by=SYSTEM)
    assert script.refused("POST", "user/contact", id=str(device.pk), to="1-9999999999")[0] == 105
    for unknown in (NOBODYS_ID, "fg463552-dvf2", own):
        found = script.refused("GET", "user/contact", id=unknown, username=eve.username)
        assert found == (5, f"Contact [{unknown}] does not exist.")


def test_keys_do_what_they_may(payments, ben):
    said = {"username": ben.username, **VOICE}
    own = {"id": str(ben.contacts.get().pk)}
    assert Script(team=payments).refused("POST", "user/contact", **said)[0] == 5
    assert Script(team=payments).refused("POST", "user/contact/disable", **own)[0] == 5
    reading = Script(write=False, delete=False)
    assert reading.refused("POST", "user/contact", **said)[0] == 106
    assert reading.refused("POST", "user/contact/disable", **own)[0] == 106
    assert reading.refused("DELETE", "user/contact", **own)[0] == 106
    assert reading.get("user/contact", **own)["to"] == ben.username
    assert ben.contacts.count() == 1
