"""The log of a team, as scripts written for Opsgenie read it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor
from oncall.actions.escalations import change_escalation
from routing.actions import move_rule
from teams.actions import add_member, update_team
from tests.api.v1.make import Script
from tests.make import make_rule, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def script() -> Script:
    return Script()


def pages(script, **said) -> list[dict]:
    found, key, spelling = [], None, said.pop("spelling", "lastKey")
    while True:
        page = script.get("team/log", **said, **({spelling: key} if key else {}))
        if not page["logs"]:
            assert "lastKey" not in page
            return found
        found += page["logs"]
        key = page["lastKey"]


def test_it_says_what_was_done_by_whom_and_when(script, olive, eve):
    made = script.post("team", name="operations")
    script.post("team/member", name="operations", username=eve.username, role="admin")
    team = olive.teams.model.objects.get(pk=made["id"])
    by = Actor.of_user(olive)
    update_team(team, name="ops", by=by)
    change_escalation(team.escalations.get(), description="new", by=by)
    first, second = make_rule(team, "first"), make_rule(team, "second")
    move_rule(second, 0, by=Actor.system())
    said = script.get("team/log", id=made["id"])["logs"]
    assert [(one["log"], one["owner"]) for one in said[:5]] == [
        ("Moved the routing rule second from 2 to 1.", "System"),
        ("Added the routing rule second.", "Test"),
        ("Added the routing rule first.", "Test"),
        ("Updated the escalation operations_escalation.", olive.username),
        ("Updated team.", olive.username),
    ]
    assert said[-1]["log"] == "Created team."
    assert said[-1]["owner"] == script.row.name
    assert ("Added Eve Stranger as team admin.", script.row.name) in [
        (one["log"], one["owner"]) for one in said
    ]
    times = [one["createdAt"] for one in said]
    assert times == sorted(times, reverse=True)
    assert times[0] - times[-1] < 60_000 < times[0] - 1_700_000_000_000
    assert first.name == "first"


@pytest.mark.parametrize("spelling", ["lastKey", "lastkey"])
@pytest.mark.parametrize("order", ["asc", "DESC"])
def test_pages_put_together_are_the_whole(script, payments, order, spelling):
    for number in range(7):
        add_member(
            payments,
            make_user(f"More {number}", username=f"more{number}@a.example"),
            by=Actor.system(),
        )
    whole = script.get("team/log", name="payments", order=order)["logs"]
    assert len(whole) > 9
    assert whole == script.get("team/log/", name="payments", order=order, limit="100")["logs"]
    assert pages(script, name="payments", order=order, limit=4, spelling=spelling) == whole
    other = script.get("team/log", name="payments", order="asc" if order == "DESC" else "desc")
    assert other["logs"] == whole[::-1]


def test_the_last_key_of_one_page_begins_the_next_also_at_the_same_moment(script, payments):
    from accounts.models import AuditEntry

    rows = list(AuditEntry.objects.of_team(payments.pk))
    for one in rows * 3:
        one.pk, one._state.adding, one.at = None, True, rows[0].at
        one.id = AuditEntry._meta.pk.get_default()
        one.save(force_insert=True)
    whole = script.get("team/log", name="payments")["logs"]
    assert pages(script, name="payments", limit=2) == whole


def test_what_is_wrong_is_named(script, payments):
    assert script.refused("GET", "team/log") == (102, "Missing mandatory property: id or name")
    assert script.refused("GET", "team/log", name="x")[0] == 5
    for wrong in (
        {"limit": 0},
        {"limit": 101},
        {"limit": "ten"},
        {"order": "up"},
        {"lastKey": "x"},
        {"lastKey": "99999999999999999999_" + "0" * 32},
    ):
        code, words = script.refused("GET", "team/log", name="payments", **wrong)
        assert code == 103
        assert words.startswith(next(iter(wrong)))
    far = script.get("team/log", name="payments", lastKey="9" * 17 + "_" + "0" * 32)
    assert far["logs"]


def test_a_teams_key_reads_its_own(script, payments):
    make_team("Other")
    own = Script(team=payments, write=False, delete=False)
    assert own.get("team/log", name="payments") == script.get("team/log", name="payments")
    assert own.refused("GET", "team/log", name="other")[0] == 5


def test_it_makes_as_many_queries_for_many_rows(script, payments):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            script.get("team/log", name="payments")
        return len(captured)

    add_member(payments, make_user(), by=Actor.of_user(make_user(role="admin")))
    script.get("team")
    few = asked()
    for _ in range(5):
        add_member(payments, make_user(), by=Actor.of_user(make_user(role="admin")))
    assert asked() == few == 4
