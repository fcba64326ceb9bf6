"""Names as scripts write them: of any alphabet, and many at once."""

import pytest

from alerts.models import Alert
from api.v1.asking import MOST_NAMES
from oncall.models import Schedule
from tests.api.v1.make import Script
from tests.make import make_alert, make_rule, make_team, make_user

pytestmark = pytest.mark.django_db
DONE = {"status": "successful", "code": 200}


@pytest.fixture
def script() -> Script:
    return Script()


def turns_of(*names):
    start = {"startDate": "2026-02-02 09:00", "rotationType": "weekly"}
    return [start | {"participants": list(names)}]


# Python's small letters are others than PostgreSQL's: İ is two characters, and Σ at an end ς.
@pytest.mark.parametrize("name", ["İzleme", "ΟΔΟΣ", "Ünal"])
def test_whatever_has_a_name_is_found_by_it(script, name):
    person, team = make_user(), make_team(name)
    make_rule(team, "Nights")
    make_alert(alias="ledger", responders=[team])
    script.post("group", name=name, users=person.username)
    rota = script.post("schedule", name=name, team=name, rotations=turns_of(name, person.username))
    assert script.get("schedule", name=name)["id"] == rota["id"]
    rules = [{"notify": name, "type": kind} for kind in ("schedule", "team")]
    script.post("escalation", name=name, team=name, rules=rules)
    assert [one["notify"] for one in script.get("escalation", name=name)["rules"]] == [name, name]
    shift = {"startDate": "2026-01-27 22:00", "endDate": "2026-01-28 08:00"}
    script.post("schedule/override", schedule=name, user=person.username, **shift)
    assert len(script.get("schedule/override", schedule=name)["overrides"]) == 1
    assert script.get("team", name=name)["name"] == name
    assert script.get("group", name=name)["users"] == [person.username]
    assert len(script.get("team/routingRule", teamName=name)["rules"]) == 2
    assert len(script.get("alert", teams=name)["alerts"]) == 1
    assert script.post("team/member", name=name, username=person.username) == DONE
    notify = {"name": name, "type": "escalation"}
    assert script.post("team/routingRule", teamName=name, notify=notify)
    script.post("alert/escalateToNext", alias="ledger", escalationName=name)
    script.post("alert", message="x", alias="new", recipients=[person.username])
    said = {"fromUser": person.username, "toUsers": [name], "ruleTypes": "all"}
    assert script.post("copyNotificationRules", **said)["status"] == "process started"
    make_rule(team)
    assert script.delete("group", name=name) == DONE


def test_a_group_is_a_recipient_in_any_alphabet(script):
    person = make_user()
    script.post("group", name="İzleme", users=person.username)
    script.post("alert", message="x", alias="ledger", recipients="İzleme")
    assert script.get("alert", alias="ledger")["recipients"] == [person.username]
    assert Alert.objects.get().people_ids == [person.pk]
    assert not Schedule.objects.exists()
    script.post("group", name="ΟΔΟΣ", users=person.username)
    script.post("alert", message="x", alias="other", recipients="οδοσ")
    assert script.get("alert", alias="other")["recipients"] == [person.username]
    said = {"fromUser": person.username, "toUsers": ["οδοσ"], "ruleTypes": "all"}
    assert script.post("copyNotificationRules", **said)["status"] == "process started"


def test_too_many_names_are_refused_before_they_are_looked_up(script, payments):
    many = [f"u{number}@acme.example" for number in range(MOST_NAMES + 1)]
    refused = {
        "group": {"name": "x", "users": many},
        "copyNotificationRules": {"fromUser": many[0], "toUsers": many, "ruleTypes": "all"},
        "team": {"name": "x", "members": [{"user": name} for name in many]},
    }
    for path, said in refused.items():
        code, words = script.refused("POST", path, **said)
        assert (code, "at most 20000 items" in words) == (103, True), path
    for path, said in refused.items():
        fitting = {
            name: value[:-1] if isinstance(value, list) else value for name, value in said.items()
        }
        assert script.refused("POST", path, **fitting)[0] == 5, path


def test_of_many_that_are_missing_the_first_are_named(script):
    said = {"name": "x", "members": [{}] * MOST_NAMES}
    code, words = script.refused("POST", "team", **said)
    assert (code, words.count("members[")) == (102, 5)


def test_a_parameter_of_the_query_may_come_several_times(script, tom, ben, eve):
    script.post("group", name="network", users=[one.username for one in (tom, ben, eve)])
    gone = f"users={tom.username}&users={ben.username}"
    address = f"/v1/json/group/member?apiKey={script.key}&name=network&{gone}"
    assert script.client.delete(address).json() == DONE
    assert script.get("group", name="network")["users"] == [eve.username]
