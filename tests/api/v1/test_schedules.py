"""Schedules with their rotations, as scripts written for Opsgenie read and change them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from oncall.models import Override, Schedule
from tests.api.v1.make import Script
from tests.make import NOBODYS_ID, make_rotation, make_schedule, make_team, make_user

pytestmark = pytest.mark.django_db
DONE = {"status": "successful", "code": 200}
PATH = "schedule"


@pytest.fixture
def script() -> Script:
    return Script()


def turns(*names: str, **more) -> dict:
    """A rotation as clients write it."""
    start = {"startDate": "2026-02-02 09:00", "rotationType": "weekly"}
    return start | {"participants": list(names)} | more


def verbs(script) -> list[str]:
    entries = AuditEntry.objects.filter(api_key_id=script.row.pk).order_by("at")
    return list(entries.values_list("verb", flat=True))


def test_a_schedule_is_made_found_and_deleted(script, payments, ben, tom):
    hours = {"startDay": "monday", "startTime": "08:00", "endDay": "friday", "endTime": "18:30"}
    days = turns(
        "BEN@acme.example",
        "payments",
        "None",
        ben.username,
        name="Days",
        rotationLength="2",
        endDate="2026-12-31 18:00",
        restrictions=[hours],
    )
    nights = turns(tom.username, rotationType="Hourly", rotationLength=12)
    made = script.post(
        "schedule/",
        name="rota",
        description="Who answers",
        team="PAYMENTS",
        timezone="Europe/Istanbul",
        enabled="false",
        rotations=[days, nights],
    )
    assert made == DONE | {"id": made["id"]}
    found = script.get(PATH, name="ROTA")
    assert script.get("schedule/", id=made["id"]) == found
    first, second = found.pop("rules")
    assert found == {
        "id": made["id"],
        "name": "rota",
        "description": "Who answers",
        "team": "Payments",
        "timezone": "Europe/Istanbul",
        "enabled": False,
    }
    assert first == {
        "id": first["id"],
        "name": "Days",
        "startDate": "2026-02-02 09:00",
        "endDate": "2026-12-31 18:00",
        "rotationType": "weekly",
        "rotationLength": 2,
        "participants": [
            {"participant": ben.username, "type": "user"},
            {"participant": "Payments", "type": "team"},
            {"participant": "none", "type": "none"},
            {"participant": ben.username, "type": "user"},
        ],
        "restrictions": [
            {**hours, "startHour": 8, "startMinute": 0, "endHour": 18, "endMinute": 30}
        ],
    }
    assert second == {
        "id": second["id"],
        "name": "Rotation",
        "startDate": "2026-02-02 09:00",
        "rotationType": "hourly",
        "rotationLength": 12,
        "participants": [{"participant": tom.username, "type": "user"}],
    }
    listed = script.get(PATH)["schedules"]
    assert [one["name"] for one in listed] == ["Payments_schedule", "rota"]
    assert listed[1] == found | {"rules": [first, second]}
    assert verbs(script) == ["schedule.created", "rotation.added", "rotation.added"]
    assert script.delete(PATH, name="Rota") == DONE
    assert script.refused("GET", PATH, name="rota") == (5, "Schedule [rota] does not exist.")


def test_of_a_schedule_only_the_name_has_to_be_said(script):
    made = script.post(PATH, "v1.1", name=" rota ", rotations=None, team="")
    assert script.get(PATH, "v1.2", id=made["id"]) == {
        "id": made["id"],
        "name": "rota",
        "description": "",
        "timezone": "UTC",
        "enabled": True,
        "rules": [],
    }
    assert script.refused("POST", PATH) == (102, "Missing mandatory property: name")
    assert script.refused("POST", PATH, name="ROTA")[0] == 104


def test_what_is_left_out_of_an_update_stays(script, payments, ben):
    schedule = make_schedule("rota", team=payments, description="Who answers")
    make_rotation(schedule, ben, None, name="Days")
    said = {"id": str(schedule.pk)}
    before = script.get(PATH, **said)
    assert script.post(PATH, **said) == DONE | said
    assert script.get(PATH, **said) == before
    assert verbs(script) == []
    assert script.post(PATH, **said, name="rota_updated", enabled=False) == DONE | said
    assert script.get(PATH, **said) == before | {"name": "rota_updated", "enabled": False}
    assert script.post(PATH, **said, timezone="America/New_York", team="", description="")
    after = script.get(PATH, **said)
    assert "team" not in after
    assert (after["timezone"], after["description"]) == ("America/New_York", "")
    assert after["rules"][0]["startDate"] == "2026-01-05 03:00"
    assert script.post(PATH, **said, rotations=[]) == DONE | said
    assert script.get(PATH, **said)["rules"] == []


def test_given_rotations_are_all_there_are(script, payments, ben, tom, eve):
    schedule = make_schedule("rota", team=payments)
    days, nights, gone = (make_rotation(schedule, ben, name=name) for name in "dng")
    said = {"id": str(schedule.pk)}
    for alias, rotations in (("stays", [str(days.pk), str(gone.pk)]), ("goes", [str(gone.pk)])):
        script.post(
            "schedule/override",
            schedule="rota",
            alias=alias,
            user=eve.username,
            startDate="2026-03-01 09:00",
            endDate="2026-03-02 09:00",
            rotationIds=rotations,
        )
    past = len(verbs(script))
    rotations = [
        turns(tom.username, name="new"),
        turns(tom.username, name="nights", id=str(nights.pk), rotationType="daily"),
        turns(ben.username, name="d", startDate="2026-01-05 09:00"),
    ]
    assert script.post(PATH, **said, rotations=rotations) == DONE | said
    rules = script.get(PATH, **said)["rules"]
    assert [one["name"] for one in rules] == ["new", "nights", "d"]
    assert [one["id"] for one in rules[1:]] == [str(nights.pk), str(days.pk)]
    assert rules[1]["participants"] == [{"participant": tom.username, "type": "user"}]
    assert rules[1]["rotationType"] == "daily"
    assert list(Override.objects.values_list("alias", flat=True)) == ["stays"]
    assert verbs(script)[past:] == [
        "rotation.removed",
        "rotation.changed",
        "rotation.added",
        "rotations.reordered",
    ]
    past = len(verbs(script))
    assert script.post(PATH, **said, rotations=rules) == DONE | said  # as they are read
    assert script.get(PATH, **said)["rules"] == rules
    assert verbs(script)[past:] == []
    assert script.post(PATH, **said, rotations=rules[::-1])
    assert script.get(PATH, **said)["rules"] == rules[::-1]
    assert verbs(script)[past:] == ["rotations.reordered"]
    keeps = Script(delete=False)
    assert keeps.refused("POST", PATH, **said, rotations=rules[:2])[0] == 106
    assert keeps.post(PATH, **said, rotations=rules)


def test_a_change_is_whole_or_not_at_all(script, payments, ben):
    wrong = turns(ben.username, endDate="2026-01-01 00:00")
    code, words = script.refused("POST", PATH, name="rota", rotations=[wrong])
    assert (code, words) == (103, "endDate: A rotation ends after it starts.")
    assert not Schedule.objects.filter(name="rota").exists()
    schedule = make_schedule("rota", team=payments)
    said = {"id": str(schedule.pk), "name": "other"}
    assert script.refused("POST", PATH, **said, rotations=[wrong])[0] == 103
    assert script.refused("POST", PATH, **said, rotations=[turns("x@y.z")]) == (
        5,
        "User or team [x@y.z] does not exist.",
    )
    schedule.refresh_from_db()
    assert schedule.name == "rota"


def test_what_is_wrong_is_named(script, ben):
    schedule = make_schedule("rota")
    for id_ in ("a551q", NOBODYS_ID):
        assert script.refused("POST", PATH, id=id_, name="x")[0] == 5
        assert script.refused("GET", PATH, id=id_)[0] == 5
        assert script.refused("DELETE", PATH, id=id_)[0] == 5
    assert script.refused("DELETE", PATH) == (102, "Missing mandatory property: id or name")
    assert script.refused("POST", PATH, name="x", team="y") == (5, "Team [y] does not exist.")
    good = turns(ben.username)
    for change, code, words in (
        ({"startDate": None}, 102, "Missing mandatory property: rotations[0].startDate"),
        ({"startDate": "2026-02-30 09:00"}, 103, "rotations[0].startDate: write the time as"),
        ({"startDate": "0001-01-01 00:00"}, 103, "rotations[0].startDate: choose a time between"),
        ({"startDate": 5}, 103, "rotations[0].startDate: "),
        ({"rotationType": "monthly"}, 103, "rotations[0].rotationType: "),
        ({"rotationLength": 0}, 103, "rotations[0].rotationLength: "),
        ({"rotationLength": 10**12}, 103, "rotations[0].rotationLength: "),
        ({"participants": []}, 103, "rotations[0].participants: "),
        ({"participants": [{}]}, 103, "rotations[0].participants[0]: "),
        ({"participants": 5}, 103, "rotations[0].participants: "),
        ({"participants": ["a\0b"]}, 103, "rotations[0].participants[0]: "),
        ({"restrictions": "x"}, 103, "rotations[0].restrictions: "),
        ({"restrictions": [{"startHour": 1}]}, 102, "Missing mandatory property: rotations[0]."),
        ({"restrictions": [{"startTime": "25:00", "endTime": "x"}]}, 103, "rotations[0].restri"),
    ):
        refused = script.refused("POST", PATH, id=str(schedule.pk), rotations=[good | change])
        assert (refused[0], refused[1][: len(words)]) == (code, words)
    for said in ({"rotations": {}}, {"rotations": [5]}, {"timezone": "Mars/Olympus"}, {"team": []}):
        assert script.refused("POST", PATH, name="x", **said)[0] == 103
    assert script.get(PATH, name="rota")["rules"] == []


def test_a_schedule_that_is_named_stays(script, payments):
    code, words = script.refused("DELETE", PATH, name="payments_schedule")
    assert code == 105
    assert "step 1 of Payments_escalation" in words


def test_many_queries_are_not_made_for_many(script, payments):
    people = [make_user() for _ in range(6)]
    named = [person.username for person in people]

    def asked(method, **said) -> int:
        with CaptureQueriesContext(connection) as captured:
            getattr(script, method)(PATH, **said)
        return len(captured)

    script.get(PATH)
    one = asked("post", name="one", rotations=[turns(*named[:1], name="a")])
    assert (
        asked("post", name="six", rotations=[turns(*named, name=name) for name in "abcdef"]) == one
    )
    said = {"id": script.get(PATH, name="six")["id"]}
    other = [turns(*named[:3], name=name) for name in "fedcxy"]
    few = asked("post", **said, rotations=other)
    assert asked("post", **said, rotations=[turns(named[0], name=name) for name in "xf12"]) == few
    listed = asked("get")
    for _ in range(3):
        make_rotation(make_schedule(team=payments), *people, None)
    assert asked("get") == listed
    assert asked("get", name="six") == listed


def test_a_teams_key_reaches_its_own_schedules(script, payments, ben):
    other = make_schedule("theirs", team=make_team("Other"))
    own = Script(team=payments)
    assert [one["name"] for one in own.get(PATH)["schedules"]] == ["Payments_schedule"]
    made = own.post(PATH, name="rota", team="payments", rotations=[turns(ben.username)])
    assert own.post(PATH, **{"id": made["id"]}, enabled=False)
    assert own.refused("GET", PATH, name="theirs")[0] == 5
    assert own.refused("POST", PATH, id=str(other.pk), name="x")[0] == 5
    assert own.refused("POST", PATH, name="x", team="other")[0] == 5
    assert own.post(PATH, id=made["id"], team="")
    assert own.get(PATH, id=made["id"])["team"] == "Payments"
    unsaid = own.post(PATH, name="x")["id"]  # a team's key has its team
    assert own.get(PATH, id=unsaid)["team"] == "Payments"
    reader = Script(write=False, delete=False)
    assert len(reader.get(PATH)["schedules"]) == 5
    assert reader.refused("POST", PATH, name="x")[0] == 106
    assert Script(configure=False).refused("GET", PATH)[0] == 106
