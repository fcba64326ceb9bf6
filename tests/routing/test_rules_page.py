"""The list of a team's rules: what it says, what it offers to whom, and what it costs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from oncall.models import Participant, Schedule
from routing import hits
from routing.actions import change_rule
from routing.hits import Hits
from routing.models import RoutingRule, RuleBook
from tests.asking import HTMX, queries_of
from tests.make import SYSTEM, make_alert, make_rule, make_team

NIGHTS = {
    "type": "weekday-and-time-of-day",
    "restrictions": [
        {"startDay": "monday", "startHour": 18, "startMin": 0,
         "endDay": "tuesday", "endHour": 9, "endMin": 0},
    ],
}  # fmt: skip
NEVER = {
    "type": "weekday-and-time-of-day",
    "restrictions": [
        {"startDay": "monday", "startHour": 9, "startMin": 0,
         "endDay": "monday", "endHour": 9, "endMin": 0},
    ],
}  # fmt: skip


@pytest.fixture
def address(payments):
    return reverse("routing:rules", args=[payments.pk])


def text_of(client, address):
    words = client.get(address).content.decode()
    return " ".join(words.replace("<q>", "“").replace("</q>", "”").split())


def test_it_says_each_rule(payments, tom, as_user, address):
    make_rule(
        payments, "Nights", "message contains db", "not tags contains test",
        notify=payments.schedules.get(), time_restriction=NIGHTS, time_zone="Europe/Istanbul",
    )  # fmt: skip
    text = text_of(as_user(tom), address)
    assert "If message contains “db” <b>and not</b> tags contains “test”" in text
    assert "Mon 18:00–09:00" in text
    assert "Europe/Istanbul" in text
    assert "Payments_schedule" in text
    assert "Reorder Nights, position 1 of 1" in text
    assert "Version 2" in text
    assert "Default Routing Rule" in text
    assert "Routing rules <span" in text  # the tab


def test_members_look_and_strangers_do_not(payments, ben, eve, as_user, address):
    make_rule(payments, "Nights")
    text = text_of(as_user(ben), address)
    assert "Nights" in text
    assert not any(words in text for words in ("Reorder", "Add rule", "Move up", "Delete rule"))
    assert as_user(eve).get(address).status_code == 404


def test_without_rules_it_says_what_to_do(payments, tom, ben, as_user, address):
    assert "Add first rule" in text_of(as_user(tom), address)
    assert "Add first rule" not in text_of(as_user(ben), address)


def test_names_and_conditions_are_escaped(payments, tom, as_user, address):
    make_rule(payments, "<b>X</b>", "message contains <script>")
    text = text_of(as_user(tom), address)
    assert "<script>alert" not in text
    assert "“&lt;script&gt;”" in text
    assert "&lt;b&gt;X&lt;/b&gt;" in text


def test_health_says_what_is_wrong_and_why(payments, tom, as_user, address):
    schedule = payments.schedules.get()
    make_rule(payments, "All", notify=payments.escalations.get())
    make_rule(payments, "Late", "message contains db")
    make_rule(payments, "Never", time_restriction=NEVER)
    off = Schedule.objects.create(name="Off", team=payments, is_enabled=False)
    make_rule(payments, "To nobody", "alias equals x", notify=off, place=0)
    make_rule(payments, "Fine", "alias equals y", notify=schedule, place=1)
    make_rule(payments, "Empty", "alias equals z", place=2,
              notify=make_team("Nobody in it").schedules.get())  # fmt: skip
    text = text_of(as_user(tom), address)
    assert 'Never reached: <a href="#rule-4">rule 4</a> already matches everything' in text
    assert "Never holds: its time windows are never open." in text
    assert "Off is disabled: nobody is on call in it." in text
    assert "Nobody is on call in Nobody in it_schedule in the next 7 days." in text
    assert text.count("Nobody is on call in Payments_schedule") == 0


def test_a_gap_in_the_week_is_named(payments, tom, ben, as_user, address):
    schedule = payments.schedules.get()
    rotation = schedule.rotations.get()
    Participant.objects.filter(rotation=rotation).update(kind="user", user=ben, team=None)
    rotation.time_restriction = {
        "type": "weekday-and-time-of-day",
        "restrictions": [
            {"startDay": "monday", "startHour": 9, "startMin": 0,
             "endDay": "saturday", "endHour": 18, "endMin": 0},
        ],
    }  # fmt: skip
    rotation.starts_at = datetime(2020, 1, 6, 9, tzinfo=UTC)
    rotation.save()
    rule = make_rule(payments, "All week", notify=schedule)
    text = text_of(as_user(tom), address)
    assert "Nobody is on call in Payments_schedule" in text
    assert "Mon 09:00" in text
    change_rule(rule, time_restriction=NIGHTS, by=SYSTEM)
    assert "Nobody is on call in" not in text_of(as_user(tom), address)


def test_hits_are_shown_once_they_are_counted(payments, tom, as_user, address, monkeypatch):
    rule = make_rule(payments, "Nights")
    now = timezone.now()
    hit = Hits(week=31, month=99, last=now - timedelta(minutes=18))
    monkeypatch.setattr(hits, "_counters", [lambda ids, now: {rule.pk: hit}])
    text = text_of(as_user(tom), address)
    assert "<b>31</b>" in text
    assert "99 in 30 days" in text
    assert "18 min ago" in text


def test_a_rule_is_paused_and_resumed(payments, tom, as_user, address):
    rule = make_rule(payments, "Nights")
    switch = reverse("routing:rule_switch", args=[payments.pk, rule.pk])
    client = as_user(tom)
    client.post(switch, {"is_enabled": "off"})
    assert "Paused" in text_of(client, address)
    assert "Resume rule" in text_of(client, address)
    client.post(switch, {"is_enabled": "on"})
    assert "Paused" not in text_of(client, address)


def test_a_move_can_be_taken_back(payments, tom, as_user, address):
    for name in "ABC":
        make_rule(payments, name)
    rule = payments.routing_rules.get(name="C")
    client = as_user(tom)
    move = reverse("routing:rule_move", args=[payments.pk, rule.pk])
    answer = client.post(move, {"place": 1, "version": 4}, follow=True)
    assert "moved to position 1. Now version 5." in answer.content.decode()
    assert answer.context["moved"]["undo_place"] == 3
    RuleBook.objects.filter(pk=payments.pk).update(version=6)
    again = client.get(answer.redirect_chain[-1][0])
    assert again.context["moved"] is None


def test_a_stale_order_is_answered_with_the_newer_one(payments, tom, as_user, address):
    rules = [make_rule(payments, name) for name in "ABC"]
    data = {"rule": [rules[2].pk, rules[0].pk, rules[1].pk], "moved": rules[2].pk, "version": 3}
    order = reverse("routing:rule_order", args=[payments.pk])
    for headers in ({}, HTMX):
        answer = as_user(tom).post(order, data, headers=headers)
        words = " ".join(answer.content.decode().split())
        assert answer.status_code == 409
        assert "changed the rules" in words
        assert "This is the newer order, version 4." in words
        assert "Move C again" in words
        assert ("<html" in words) == (not headers)
    assert [row.name for row in payments.routing_rules.movable().in_order()] == ["A", "B", "C"]


def test_deleting_says_where_the_alerts_would_go(payments, tom, as_user):
    rule = make_rule(payments, "Nights", "message contains db")
    make_rule(payments, "Ledger", "message contains ledger")
    for message in ("db: ledger", "db: disk", "web: disk"):
        make_alert(message, responders=[payments])
    delete = reverse("routing:rule_delete", args=[payments.pk, rule.pk])
    words = " ".join(as_user(tom).get(delete).content.decode().split())
    assert "Delete rule 1, “Nights”?" in words
    assert "Its 2 alerts of the last 7 days would have gone to" in words
    assert "rule 2" in words
    assert "the default rule" in words
    assert as_user(tom).post(delete).status_code == 302
    assert not RoutingRule.objects.filter(pk=rule.pk).exists()


def test_a_hundred_rules_cost_as_many_queries_as_one(payments, tom, as_user, address):
    make_rule(payments, "First", "message contains db", notify=payments.schedules.get())
    few = queries_of(as_user(tom), address)
    schedule, escalation = payments.schedules.get(), payments.escalations.get()
    RoutingRule.objects.bulk_create(
        RoutingRule(
            team=payments, name=f"Rule {n}", position=n, time_zone="UTC",
            kind="schedule" if n % 2 else "escalation",
            **{"schedule": schedule} if n % 2 else {"escalation": escalation},
        )
        for n in range(1, 100)
    )  # fmt: skip
    assert queries_of(as_user(tom), address) <= few + 6
