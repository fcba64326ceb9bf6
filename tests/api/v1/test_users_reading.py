"""People, found and listed by scripts written for Opsgenie."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.contacts import add_contact, set_contact_enabled
from accounts.actions.groups import add_to_group, create_group
from accounts.models import CustomRole, User
from oncall.actions.escalations import Step
from tests.api.v1.make import Script
from tests.make import (
    SYSTEM,
    make_escalation,
    make_rotation,
    make_schedule,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def script() -> Script:
    return Script()


def usernames(found):
    return [one["username"] for one in found["users"]]


def queries(ask):
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_a_user_has_all_that_belongs_to_them(script):
    john = make_user("John Smith", time_zone="America/New_York", skype_username="johnSmith")
    sms = add_contact(john, method="sms", to="1-9999999999", by=SYSTEM)
    set_contact_enabled(sms, False, by=SYSTEM)
    add_to_group(create_group("network", by=SYSTEM), john, by=SYSTEM)
    make_rotation(make_schedule("sch_1st"), john, None)
    make_escalation(None, Step(john), name="support_esc")
    found = script.get("user", username="JOHN@acme.example")
    assert found == {
        "id": str(john.pk),
        "username": "john@acme.example",
        "fullname": "John Smith",
        "timezone": "America/New_York",
        "locale": "en_US",
        "createdAt": found["createdAt"],
        "state": "active",
        "escalations": ["support_esc"],
        "skypeUsername": "johnSmith",
        "schedules": ["sch_1st"],
        "role": "User",
        "groups": ["network"],
        "contacts": [
            {
                "to": "john@acme.example",
                "method": "email",
                "disabledReason": "",
                "id": str(john.contacts.get(method="email").pk),
                "enabled": True,
            },
            {
                "to": "1-9999999999",
                "method": "sms",
                "disabledReason": "Disabled by Test",
                "id": str(sms.pk),
                "enabled": False,
            },
        ],
    }
    assert abs(found["createdAt"] - john.created_at.timestamp() * 1000) < 1
    assert script.get("user/", id=str(john.pk)) == found
    assert script.get("user", "v1.2", id=str(john.pk), username="somebody else's") == found
    assert script.refused("GET", "user", id="a551q") == (5, "User [a551q] does not exist.")


def test_a_user_is_named_through_their_teams_too(script, payments, ben, eve):
    own = make_schedule("Alone")
    make_rotation(own, ben)
    make_rotation(own, payments)  # twice in one schedule is once
    make_rotation(make_schedule("all together"), payments)
    make_rotation(make_schedule("Others"), eve)
    make_escalation(None, Step(payments, notify_type="all"), name="Late")
    make_escalation(None, Step(own), name="By the schedule only")
    found = script.get("user", username=ben.username)
    assert found["schedules"] == ["all together", "Alone", "Payments_schedule"]
    assert found["escalations"] == ["Late", "Payments_escalation"]


@pytest.mark.parametrize(
    ("verified", "blocked", "state"),
    [
        (True, False, "active"),
        (False, False, "waitingverification"),
        (True, True, "inactive"),
        (False, True, "inactive"),
    ],
)
def test_a_user_has_a_state(script, verified, blocked, state):
    make_user("Ben Member", verified=verified, blocked=blocked)
    assert script.get("user", username="ben@acme.example")["state"] == state


def test_a_page_of_users(script):
    kaan = make_user("Kaan", role="admin", verified=False, time_zone="Europe/Istanbul")
    listed = script.get("user", "v1.2")
    assert listed["users"] == [
        {
            "createdAt": listed["users"][0]["createdAt"],
            "role": "Admin",
            "blocked": False,
            "skypeUsername": "",
            "timezone": "Europe/Istanbul",
            "verified": False,
            "id": str(kaan.pk),
            "fullname": "Kaan",
            "locale": "en_US",
            "username": "kaan@acme.example",
        }
    ]
    User.objects.update(is_verified=True, is_blocked=True)
    kaan = script.get("user", "v1.2")["users"][0]
    assert (kaan["verified"], kaan["blocked"]) == (True, True)


def test_pages_are_sorted_and_cut(script):
    for name, username in [("Óscar", "c@x.io"), ("oscar b", "a@x.io"), ("Paul", "b@x.io")]:
        make_user(name, username=username)
    assert usernames(script.get("user", "v1.2")) == ["a@x.io", "b@x.io", "c@x.io"]
    by_name = script.get("user", "v1.2", sortField="fullName")
    assert usernames(by_name) == ["c@x.io", "a@x.io", "b@x.io"]
    seeds = {"sortOrder": "DESC", "sortField": "fullName", "limit": "1", "offset": "1"}
    assert usernames(script.get("user", "v1.2", **seeds)) == ["a@x.io"]
    assert usernames(script.get("user", "v1.2", sortOrder="desc", limit=2)) == ["c@x.io", "b@x.io"]
    assert usernames(script.get("user", "v1.2", offset=3)) == []


@pytest.mark.parametrize(
    "said",
    [
        {"limit": 0},
        {"limit": 101},
        {"limit": "ten"},
        {"offset": -1},
        {"offset": 10**30},
        {"sortField": "role"},
        {"sortOrder": "up"},
    ],
)
def test_a_page_that_cannot_be_is_refused(script, said):
    code, words = script.refused("GET", "user", "v1.2", **said)
    assert code == 103
    assert words.startswith(f"{next(iter(said))}: ")


@pytest.mark.parametrize("version", ["v1", "v1.1"])
def test_the_old_lists_have_everybody_whole(script, version, ada, ben):
    role = CustomRole.objects.create(name="Watcher")
    User.objects.filter(pk=ben.pk).update(role="custom", custom_role=role)
    make_rotation(make_schedule("sch_1st"), ben)
    for number in range(12):
        make_user(username=f"x{number}@acme.example")
    found = script.get("user", version)
    assert len(found["users"]) == 14
    assert found["users"][:2] == [
        script.get("user", username=person.username) for person in (ada, ben)
    ]
    assert found["users"][1]["role"] == "Watcher"


def test_lists_cost_the_same_for_many(script):
    def grow():
        for _ in range(3):
            person = make_user()
            add_to_group(create_group(person.full_name, by=SYSTEM), person, by=SYSTEM)
            make_rotation(make_schedule(), make_team(members=[person]))

    grow()
    asked = [lambda: script.get("user", "v1.2"), lambda: script.get("user")]
    before = [queries(ask) for ask in asked]
    grow()
    assert [queries(ask) for ask in asked] == before == [2, 6]


def test_a_teams_key_sees_nobody(payments, ben):
    script = Script(team=payments)
    assert script.refused("GET", "user", username=ben.username)[0] == 5
    for version in ("v1", "v1.1", "v1.2"):
        assert script.refused("GET", "user", version)[0] == 106
