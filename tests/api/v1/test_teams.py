"""Teams, made, changed and found by scripts written for Opsgenie."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from teams.models import Team
from tests.api.v1.make import Script
from tests.make import make_escalation, make_rule, make_team, make_user

pytestmark = pytest.mark.django_db
DONE = {"status": "successful", "code": 200}
ERIC, JOHN = "eric@acme.example", "john@acme.example"


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def people(db):
    return make_user("Eric Boston", username=ERIC), make_user("John Smith", username=JOHN)


def test_a_team_is_made_with_members_and_found_by_id_or_name(script, people):
    members = [{"user": "John@Acme.example", "role": "Admin"}, {"user": ERIC}]
    made = script.post("team", name=" operations ", description="operations team", members=members)
    assert made == {"id": made["id"], **DONE}
    whole = {
        "id": made["id"],
        "name": "operations",
        "description": "operations team",
        "members": [{"user": JOHN, "role": "admin"}, {"user": ERIC, "role": "user"}],
    }
    assert script.get("team/", id=made["id"]) == whole
    assert script.get("team", name="OPERATIONS") == whole
    assert script.get("team", id=made["id"], name="other") == whole
    team = Team.objects.get(pk=made["id"])
    assert team.routing_rules.filter(is_default=True).exists()
    entries = AuditEntry.objects.of_team(team.pk).filter(via="api", actor_name=script.row.name)
    assert next(one.verb for one in entries.order_by("at")) == "team.created"
    assert entries.filter(verb="team.member_added").count() == 2


def test_a_list_of_members_is_the_whole_list(script, people, payments):
    at = {"id": str(payments.pk)}
    assert script.post("team", **at, members=[{"user": ERIC}, {"user": "ben@acme.example"}]) == DONE
    assert script.get("team", **at)["members"] == [
        {"user": "ben@acme.example", "role": "user"},
        {"user": ERIC, "role": "user"},
    ]
    twice = [{"user": ERIC}, {"user": ERIC.upper(), "role": "ADMIN"}]
    script.post("team", **at, members=twice)
    assert script.get("team", **at)["members"] == [{"user": ERIC, "role": "admin"}]
    assert script.post("team", **at, name="operations_updated", members=None) == DONE
    assert script.post("team", **at) == DONE
    assert script.get("team", **at) == {
        "id": str(payments.pk),
        "name": "operations_updated",
        "description": "",
        "members": [{"user": ERIC, "role": "admin"}],
    }
    script.post("team", **at, members=[])
    assert script.get("team", **at)["members"] == []
    verbs = AuditEntry.objects.of_team(payments.pk).values_list("verb", flat=True)
    assert list(verbs).count("team.member_removed") == 3
    assert list(verbs).count("team.member_role_changed") == 1


def test_a_list_of_members_makes_as_many_queries_for_many(script, payments, olive, tom, ben):
    def asked(*members: dict[str, str]) -> int:
        with CaptureQueriesContext(connection) as captured:
            script.post("team", id=str(payments.pk), members=members)
        return len(captured)

    def turned(people, role: str) -> list[dict[str, str]]:
        return [{"user": one.username, "role": role} for one in people]

    many = [make_user() for _ in range(18)]
    script.get("team")
    script.post("team", id=str(payments.pk), members=turned([tom, ben], "user"))
    few = asked(*turned([tom, olive], "admin"))  # one goes, one changes, one comes
    script.post("team", id=str(payments.pk), members=turned(many[:12], "user"))
    assert asked(*turned(many[6:], "admin")) == few


def test_a_refused_change_changes_nothing(script, payments):
    before = script.get("team", name="payments")
    change = {"id": str(payments.pk), "name": "new", "members": [{"user": "nobody@acme.example"}]}
    assert script.refused("POST", "team", **change) == (
        5,
        "User [nobody@acme.example] does not exist.",
    )
    assert script.get("team", id=str(payments.pk)) == before
    change = {"name": "new", "members": [{"user": "nobody@acme.example"}]}
    assert script.refused("POST", "team", **change)[0] == 5
    assert [one["name"] for one in script.get("team")["teams"]] == ["Payments"]


def test_what_is_wrong_is_named(script, payments):
    assert script.refused("POST", "team", description="x") == (
        102,
        "Missing mandatory property: name",
    )
    assert script.refused("POST", "team", name="PAYMENTS")[0] == 104
    assert script.refused("POST", "team", name="x" * 101)[0] == 103
    assert script.refused("POST", "team", name="x", description="x" * 10_001)[0] == 103
    assert script.refused("POST", "team", name="x", members="ben")[0] == 103
    code, words = script.refused("POST", "team", name="x", members=[{"user": "b", "role": "king"}])
    assert (code, words.startswith("members[0].role: ")) == (103, True)
    assert script.refused("POST", "team", id="a551q", name="x")[0] == 5
    assert script.refused("GET", "team", id="a551q") == (5, "Team [a551q] does not exist.")
    assert script.refused("GET", "team", name="other")[0] == 5
    assert script.refused("DELETE", "team", id="a551q")[0] == 5
    assert script.refused("DELETE", "team") == (102, "Missing mandatory property: id or name")


def test_a_team_is_deleted_unless_others_name_it(script, payments):
    other = make_team("Other")
    rule = make_rule(other, notify=make_escalation(payments, name="Money"))
    code, words = script.refused("DELETE", "team", name="payments")
    assert code == 105
    assert rule.name in words
    rule.delete()
    assert script.delete("team", name="payments") == DONE
    assert script.refused("GET", "team", id=str(payments.pk))[0] == 5
    assert script.delete("team", id=str(other.pk)) == DONE


def test_a_list_has_all_teams_in_a_constant_number_of_queries(script, tom):
    def asked(path: str, **said: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            script.get(path, **said)
        return len(captured)

    make_team("b", members=[tom])
    script.get("team")  # notes that the key is used
    few = asked("team")
    for name in ("C", "a", "d"):
        make_team(name, admins=[tom])
    assert [one["name"] for one in script.get("team")["teams"]] == ["a", "b", "C", "d"]
    assert asked("team") == few == 2
    assert asked("team", name="a") == 2


def test_a_key_reaches_as_far_as_it_was_granted(payments, tom, ben):
    make_team("Other", members=[tom])
    own = Script(team=payments)
    assert [one["name"] for one in own.get("team")["teams"]] == ["Payments"]
    assert own.get("team", name="payments")["id"] == str(payments.pk)
    assert own.refused("GET", "team", name="other")[0] == 5
    assert own.refused("DELETE", "team", name="other")[0] == 5
    assert own.refused("POST", "team", name="new")[0] == 106
    assert own.refused("DELETE", "team", name="payments")[0] == 106
    assert own.post("team", id=str(payments.pk), description="Money") == DONE
    reader = Script(write=False, delete=False)
    assert reader.get("team", name="other")["members"] == [
        {"user": tom.username, "role": "user"},
    ]
    assert reader.refused("POST", "team", name="new")[0] == 106
    assert Script(configure=False).refused("GET", "team")[0] == 106
    writer = Script(delete=False)
    keeps = [{"user": tom.username}, {"user": ben.username}]
    assert writer.post("team", id=str(payments.pk), members=keeps) == DONE
    assert writer.refused("POST", "team", id=str(payments.pk), members=keeps[:1])[0] == 106
