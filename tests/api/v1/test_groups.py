"""Groups of people, changed by scripts written for Opsgenie."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.groups import add_to_group, create_group
from accounts.models import AuditEntry, Group
from tests.api.v1.make import Script
from tests.make import NOBODYS_ID, SYSTEM, make_user

pytestmark = pytest.mark.django_db
DONE = {"status": "successful", "code": 200}


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def network(tom, ben) -> Group:
    """A group of Ben and Tom."""
    group = create_group("network", description="Cables", by=SYSTEM)
    for person in (tom, ben):
        add_to_group(group, person, by=SYSTEM)
    return group


def people(group):
    return sorted(group.members.values_list("username", flat=True))


def verbs(script):
    entries = AuditEntry.objects.filter(api_key_id=script.row.pk).order_by("at")
    return [entry.verb.removeprefix("group.") for entry in entries]


def test_a_group_is_made_found_and_deleted(script, ben, eve):
    made = script.post("group/", name="network", users=["EVE@acme.example", ben.username])
    assert made == DONE | {"id": made["id"]}
    whole = {"id": made["id"], "name": "network", "users": [ben.username, eve.username]}
    assert script.get("group", name="NETWORK") == whole
    assert script.get("group", id=made["id"]) == whole
    other = script.post("group", name="Databases")["id"]
    empty = {"id": other, "name": "Databases", "users": []}
    assert script.get("group") == {"groups": [empty, whole]}
    assert script.delete("group", name="network") == DONE
    assert script.delete("group/", id=other) == DONE
    assert script.get("group") == {"groups": []}
    assert verbs(script) == ["created", *["member_added"] * 2, "created", *["deleted"] * 2]


def test_a_group_is_changed(script, network, tom, ben, eve):
    said = {"id": str(network.pk)}
    assert script.post("group", **said) == DONE
    assert script.post("group", **said, name="network_updated") == DONE
    network.refresh_from_db()
    assert (network.name, network.description) == ("network_updated", "Cables")
    assert people(network) == [ben.username, tom.username]
    assert script.post("group", **said, users=[eve.username, ben.username]) == DONE
    assert people(network) == [ben.username, eve.username]
    assert script.post("group", **said, users=[]) == DONE
    assert people(network) == []
    assert verbs(script) == ["changed", "member_added", *["member_removed"] * 3]


@pytest.mark.parametrize("users", ["eve@acme.example, ben@acme.example", ["Eve@acme.example"]])
def test_people_are_added_and_removed(script, network, tom, ben, eve, users):
    assert script.post("group/member", name="network", users=users) == DONE
    assert people(network) == [ben.username, eve.username, tom.username]
    gone = f"{tom.username},{eve.username}"
    assert script.delete("group/member", id=str(network.pk), users=gone) == DONE
    assert script.delete("group/member", id=str(network.pk), users=gone) == DONE
    assert people(network) == [ben.username]
    assert verbs(script) == ["member_added", *["member_removed"] * 2]


def test_what_cannot_be_is_refused(script, network, ben):
    said = {"id": str(network.pk)}
    assert script.refused("POST", "group", name="Network")[0] == 104
    assert script.refused("POST", "group", users=[ben.username])[0] == 102
    code, words = script.refused("POST", "group", name="x" * 101)
    assert (code, words.startswith("name: ")) == (103, True)
    unknown = (5, "User [nobody@acme.example] does not exist.")
    for users in ("nobody@acme.example", [ben.username, "Nobody@acme.example"]):
        assert script.refused("POST", "group", name="New", users=users) == unknown
        assert script.refused("POST", "group", **said, name="New", users=users) == unknown
        assert script.refused("POST", "group/member", **said, users=users) == unknown
    assert script.refused("POST", "group/member", **said)[0] == 102
    assert script.refused("POST", "group/member", **said, users=" , ")[0] == 103
    assert script.refused("POST", "group/member", users=[ben.username])[0] == 102
    assert script.refused("GET", "group", id=NOBODYS_ID)[0] == 5
    assert script.refused("DELETE", "group", name="nothing")[0] == 5
    assert Group.objects.get().name == "network"
    assert len(people(network)) == 2


def test_keys_do_what_they_may(payments, network, ben):
    said = {"id": str(network.pk)}
    of_a_team = Script(team=payments)
    assert of_a_team.refused("GET", "group")[0] == 106
    assert of_a_team.refused("GET", "group", **said)[0] == 5
    assert of_a_team.refused("POST", "group", name="New")[0] == 106
    keeping = Script(delete=False)
    assert keeping.refused("DELETE", "group/member", **said, users=ben.username)[0] == 106
    assert keeping.refused("POST", "group", **said, users=[])[0] == 106
    assert keeping.post("group", **said, users=people(network)) == DONE
    assert len(people(network)) == 2


def test_many_people_cost_what_one_does(script):
    usernames = [make_user().username for _ in range(12)]
    costs = []
    for name, users in (("one", usernames[:1]), ("many", usernames)):
        script.post("group", name=f"{name} before", users=users)
        with CaptureQueriesContext(connection) as captured:
            made = script.post("group", name=name, users=users)
            script.post("group/member", id=made["id"], users=users)
            script.get("group", id=made["id"])
            script.get("group")
            script.delete("group/member", id=made["id"], users=",".join(users))
        costs.append(len(captured))
    assert costs[0] == costs[1]
