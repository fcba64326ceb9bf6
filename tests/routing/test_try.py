"""Trying an alert: the same engine as for live ones, and nobody is told."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alerts.models import Alert, Notification, Route
from alerts.routes import facts_of
from routing.engine import route, versions_of
from routing.facts import Facts
from tests.api.make import ApiClient
from tests.asking import HTMX
from tests.make import A_MONDAY, make_alert, make_rule

NIGHTS = {
    "type": "weekday-and-time-of-day",
    "restrictions": [
        {"startDay": "thursday", "startHour": 18, "startMin": 0,
         "endDay": "friday", "endHour": 9, "endMin": 0},
    ],
}  # fmt: skip
THURSDAY = "2026-11-19T20:14"


@pytest.fixture
def address(payments):
    make_rule(payments, "Card", "priority equals P1")
    make_rule(
        payments, "Nights", "message contains db", "not tags contains test",
        notify=payments.schedules.get(), time_restriction=NIGHTS, time_zone="Europe/Istanbul",
    )  # fmt: skip
    make_rule(payments, "Ledger", "message contains ledger")
    payments.schedules.get().rotations.update(starts_at=A_MONDAY)  # else: of this week
    return reverse("routing:rule_try", args=[payments.pk])


def tried(client, address, **data):
    return client.post(address, {"origin": "type"} | data)


def results(answer):
    return [(row.label, row.state) for row in answer.context["trial"].rows]


def words_of(answer):
    return " ".join(answer.content.decode().replace("<q>", "“").replace("</q>", "”").split())


def test_it_says_what_each_rule_saw_and_who_would_be_told(payments, ben, as_user, address):
    message = "db: ledger primary refuses writes"
    answer = tried(as_user(ben), address, message=message, tags="prod, ledger", priority="2",
                   at="2026-11-19T19:14")  # fmt: skip
    words = words_of(answer)
    assert results(answer) == [
        ("No match", ""), ("Wins", "win"), ("Would match", "after"), ("Not needed", "after"),
    ]  # fmt: skip
    assert "priority is “P2” but needs “P1”" in words
    assert "tags do not contain “test”" in words
    assert "Thu 22:14 is inside Thu 18:00–09:00" in words
    assert "saw “prod, ledger”" in words
    assert "Would notify then: <b>Ben Member, Tom Teamadmin</b>" in words
    assert "(schedule Payments_schedule)" in words
    assert not Alert.objects.exists()
    assert not Notification.objects.exists()


def test_the_time_is_the_readers_and_the_windows_the_rules(ben, as_user, address):
    ben.time_zone = "Europe/Berlin"
    ben.save()
    at_day = tried(as_user(ben), address, message="db", at="2026-11-19T15:59")
    assert results(at_day)[1] == ("No match", "")
    assert "Thu 17:59 is outside Thu 18:00–09:00" in words_of(at_day)
    assert (
        results(tried(as_user(ben), address, message="db", at="2026-11-19T16:00"))[1][0] == "Wins"
    )


def test_without_a_match_the_default_rule_wins(ben, as_user, address):
    answer = tried(as_user(ben), address, message="web")
    assert results(answer)[-1] == ("Wins", "win")
    assert "Would notify now: <b>" in words_of(answer)
    assert "escalation Payments_escalation" in words_of(answer)


def test_a_pasted_alert_is_seen_as_a_live_one_is(payments, ben, as_user, address):
    sent = {
        "message": "m" * 140,
        "alias": " ledger-\ud800 ",
        "tags": ["t" * 60, ""],
        "priority": "",
        "details": {"up": False, "none": None, "where": {"zone": ["a", 1]}},
    }
    answer = tried(as_user(ben), address, origin="json", json=json.dumps(sent), at=THURSDAY)
    assert answer.status_code == 200
    by_api = sent | {"alias": "ledger-?", "responders": [{"type": "team", "name": "Payments"}]}
    ApiClient().post("alerts", by_api)
    live = Alert.objects.get()
    assert facts_of(live) == answer.context["form"].facts
    assert live.details == {"up": "false", "none": "", "where": '{"zone": ["a", 1]}'}


def test_json_is_read_as_a_script_would_send_it(payments, ben, as_user, address):
    make_rule(payments, "Region", "teams contains Payments", place=0)
    sent = {"message": "x", "priority": "P1", "details": {"n": 7}, "visibleTo": [], "note": "hi"}
    answer = tried(as_user(ben), address, origin="json", json=json.dumps(sent), at=THURSDAY)
    assert results(answer)[0][0] == "Wins"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Paste the JSON of an alert."),
        ('{"message": "x",}', "This is not JSON: "),
        ("[]", "An alert is an object"),
        ('{"message": 7}', "message: Give a text."),
        ('{"tags": "prod"}', "tags: Give a list of texts."),
        ('{"details": []}', "details: Give an object of texts."),
        ('{"priority": "P9"}', "priority: Give P1, P2, P3, P4 or P5."),
        ('{"responders": [{"type": "team"}]}', "responders: Give each responder a name"),
        ("[" * 20_000, "This is not JSON that Muster can read."),
    ],
)
def test_faults_in_json_name_the_field(ben, as_user, address, text, problem):
    answer = tried(as_user(ben), address, origin="json", json=text)
    assert answer.status_code == 422
    assert problem in words_of(answer)


def test_typed_properties_are_lines(ben, as_user, address):
    answer = tried(as_user(ben), address, details="region")
    assert answer.status_code == 422
    assert "Line 1: write key=value, such as region=eu." in words_of(answer)


def test_an_alert_that_came_in_is_tried_again(payments, ben, eve, as_user, address):
    alert = make_alert("db: ledger", responders=[payments], priority=1)
    client = as_user(ben)
    assert "db: ledger" in words_of(client.get(address))
    answer = tried(client, address, origin="recent", sample=str(alert.pk))
    assert results(answer)[0][0] == "Wins"
    stored = Route.objects.get(alert=alert)
    assert stored.rule_name == answer.context["trial"].routed.rule_name
    foreign = make_alert("elsewhere", responders=[eve])
    answer = tried(client, address, origin="recent", sample=str(foreign.pk))
    assert answer.status_code == 422


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59", "yesterday"])
def test_it_takes_no_odd_times(ben, as_user, address, at):
    assert tried(as_user(ben), address, message="x", at=at).status_code == 422


def test_beside_the_rules_only_the_card_is_answered(ben, as_user, address):
    answer = as_user(ben).post(address, {"origin": "type", "message": "x"}, headers=HTMX)
    words = words_of(answer)
    assert "<html" not in words
    assert words.startswith('<section class="card" id="try"')


def test_rules_are_compiled_once_a_version(payments, django_assert_num_queries, address):
    now, facts = timezone.now(), Facts(message="ledger")
    versions = versions_of([payments.pk])
    with django_assert_num_queries(1):
        first = route(versions, facts, now)[0]
    with django_assert_num_queries(0):
        again = route(versions, facts, now + timedelta(minutes=1), explain=True)[0]
    assert (first.rule_name, first.number) == (again.rule_name, again.number) == ("Ledger", 3)
    make_rule(payments, "New", "message contains ledger", place=0)
    newer = route(versions_of([payments.pk]), facts, now)[0]
    assert (newer.rule_name, newer.version) == ("New", first.version + 1)


def test_a_new_name_of_a_target_is_seen(payments, address, django_capture_on_commit_callbacks):
    now, facts = timezone.now(), Facts(message="web")
    route(versions_of([payments.pk]), facts, now)
    escalation = payments.escalations.get()
    escalation.name = "Wake somebody"
    with django_capture_on_commit_callbacks(execute=True):
        escalation.save()
    assert route(versions_of([payments.pk]), facts, now)[0].target.name == "Wake somebody"
