"""An alert comes in: what is kept of it, where it goes, who may see it, repeats."""

import json
from datetime import timedelta

import psycopg
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.actions.keys import Access, create_key
from accounts.actors import Actor
from accounts.keys import actor_of_key
from alerts import routes, waking
from alerts.actions.answers import close
from alerts.intake import take_in
from alerts.limits import Named, NewAlert
from alerts.models import Alert, AlertLog, AlertRequest, Route
from routing.actions.rules import add_rule, change_rule
from routing.models import RoutingRule, RuleBook
from teams.actions import update_team
from teams.models import Team
from tests.make import NOBODYS_ID, SYSTEM, make_alert, make_team, make_user

NOW = timezone.now()


def key_actor(team=None, **access: bool) -> Actor:
    """The actor of a new key."""
    made = create_key(f"Key of {team}", team=team, access=Access(**access), by=SYSTEM)
    return actor_of_key(str(made.secret), now=NOW)


def test_everything_about_it_is_kept(payments):
    by = key_actor()
    taken = take_in(
        NewAlert(
            "db: disk full",
            alias="ledger",
            description="97 %",
            entity="ledger-1",
            source="prometheus",
            priority=2,
            tags=("prod", "db"),
            actions=("restart",),
            details={"region": "eu"},
            note="Look at the disks.",
            responders=(Named("team", name="payments"),),
        ),
        by=by,
        now=NOW,
    )
    alert = Alert.objects.get(pk=taken.alert_id)
    assert taken.is_new
    assert taken.tiny_id == alert.tiny_id
    assert (alert.message, alert.alias, alert.description) == ("db: disk full", "ledger", "97 %")
    assert (alert.entity, alert.source, alert.priority) == ("ledger-1", "prometheus", 2)
    assert (alert.tags, alert.actions) == (["prod", "db"], ["restart"])
    assert alert.details == {"region": "eu"}
    assert alert.responders == [{"type": "team", "id": str(payments.pk), "name": "Payments"}]
    assert (alert.team_ids, alert.people_ids) == ([payments.pk], [])
    assert (alert.status, alert.is_acknowledged, alert.count) == ("open", False, 1)
    assert (alert.created_at, alert.last_occurred_at) == (NOW, NOW)
    assert alert.api_key == by.api_key
    entries = AlertLog.objects.filter(alert=alert).values_list("verb", "actor_name", "via")
    assert list(entries) == [("created", by.name, "api"), ("noted", by.name, "api")]
    assert AlertLog.objects.get(verb="noted").details == {"note": "Look at the disks."}
    request = AlertRequest.objects.get(pk=taken.request_id)
    assert (request.action, request.is_success, request.alert_id) == ("Create", True, alert.pk)


def test_one_job_tells_its_people(payments):
    alert = make_alert(responders=[payments], alias="ledger")
    make_alert(responders=[payments], alias="ledger")
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.queue_name, job.status) == ("alerts.tell", "default", "todo")
    assert job.args == {"alert_id": str(alert.pk)}


def test_the_rules_of_its_team_decide_and_the_trace_is_kept(payments):
    alert = make_alert(responders=[payments])
    route = Route.objects.get(alert=alert)
    escalation = payments.escalations.get()
    assert (route.team_id, route.team_name, route.rules_version) == (payments.pk, "Payments", 1)
    assert route.rule_id == payments.routing_rules.get(is_default=True).pk
    assert (route.target_kind, route.target_id) == ("escalation", escalation.pk)
    assert route.target_name == escalation.name


def test_it_goes_to_each_of_its_teams(payments):
    fraud = make_team("Fraud")
    alert = make_alert(responders=[payments, fraud, payments])
    routes = Route.objects.filter(alert=alert).values_list("team_name", flat=True)
    assert sorted(routes) == ["Fraud", "Payments"]
    assert alert.team_ids == [payments.pk, fraud.pk]


def test_people_schedules_and_escalations_are_responders_too(payments, ben):
    schedule, escalation = payments.schedules.get(), payments.escalations.get()
    alert = make_alert(responders=[ben, schedule, escalation])
    assert [(one["type"], one["name"]) for one in alert.responders] == [
        ("user", "Ben Member"),
        ("schedule", schedule.name),
        ("escalation", escalation.name),
    ]
    assert alert.people_ids == [ben.pk]
    assert not Route.objects.exists()


def test_responders_are_named_by_id_or_name_whatever_the_case(payments, ben):
    names = (Named("team", name="PAYMENTS"), Named("user", name="BEN@acme.example"))
    taken = take_in(NewAlert("db", responders=names), by=SYSTEM, now=NOW)
    alert = Alert.objects.get(pk=taken.alert_id)
    assert [one["id"] for one in alert.responders] == [str(payments.pk), str(ben.pk)]


def test_unknown_responders_are_left_out_and_named_in_the_log(payments):
    named = (
        Named("team", name="Paymnts"),
        Named("user", id=NOBODYS_ID),
        Named("planet", name="Mars"),
        Named("team", id=str(payments.pk)),
    )
    taken = take_in(NewAlert("db", responders=named), by=SYSTEM, now=NOW)
    assert len(Alert.objects.get(pk=taken.alert_id).responders) == 1
    unknown = AlertLog.objects.get(verb="created").details["unknown"]
    assert unknown == ["team Paymnts", f"user {NOBODYS_ID}", "planet Mars"]


def test_a_teams_key_sends_to_its_team_whomever_the_alert_names(payments):
    fraud = make_team("Fraud")
    alert = make_alert(by=key_actor(payments), responders=[fraud])
    assert alert.team_ids == [payments.pk]


def test_without_any_responder_it_is_kept_for_admins(ada, eve):
    alert = make_alert(by=key_actor())
    assert not Route.objects.exists()
    assert list(Alert.objects.visible_to(Actor.of_user(ada))) == [alert]
    assert not Alert.objects.visible_to(Actor.of_user(eve))


def test_those_it_is_made_visible_to_see_it_and_are_not_told(payments, eve):
    fraud = make_team("Fraud", members=[eve])
    named = (Named("team", name="Fraud"),)
    new = NewAlert("db", responders=(Named("team", name="Payments"),), visible_to=named)
    taken = take_in(new, by=SYSTEM, now=NOW)
    alert = Alert.objects.visible_to(Actor.of_user(eve)).get()
    assert (alert.pk, alert.team_ids) == (taken.alert_id, [payments.pk, fraud.pk])
    assert [one["name"] for one in alert.responders] == ["Payments"]
    assert Route.objects.get().team_name == "Payments"


def test_who_makes_an_alert_sees_it(eve):
    alert = make_alert(by=Actor.of_user(eve))
    assert list(Alert.objects.visible_to(Actor.of_user(eve))) == [alert]


def test_repeats_count_up_while_it_is_open(payments):
    later = NOW + timedelta(minutes=5)
    first = make_alert("db", alias="ledger", at=NOW, responders=[payments])
    again = make_alert("other words", alias="ledger", at=later, note="Again.")
    assert again.pk == first.pk
    assert (again.count, again.message) == (2, "db")
    assert (again.created_at, again.last_occurred_at) == (NOW, later)
    verbs = AlertLog.objects.filter(alert=first).values_list("verb", flat=True)
    assert list(verbs) == ["created", "noted"]
    assert Route.objects.count() == 1


def test_no_teams_alert_is_counted_as_anothers(payments, ben):
    fraud = make_team("Fraud")
    ours, theirs, whole = key_actor(payments), key_actor(fraud), key_actor()
    kept = [make_alert(by=by, alias="ledger") for by in (ours, theirs, whole)]
    assert [alert.team_ids for alert in kept] == [[payments.pk], [fraud.pk], []]
    again = [make_alert(by=by, alias="ledger") for by in (ours, theirs, whole)]
    assert again == kept
    assert make_alert(by=Actor.of_user(ben), alias="ledger") == kept[2]
    assert [Alert.objects.get(pk=one.pk).count for one in kept] == [2, 2, 3]


def test_repeats_use_up_no_short_number(db):
    first = make_alert(alias="ledger")
    for _ in range(3):
        make_alert(alias="ledger")
    assert make_alert().tiny_id == first.tiny_id + 1


def test_after_it_was_closed_the_same_alias_is_a_new_alert(db):
    first = make_alert(alias="ledger")
    close(first, by=SYSTEM)
    assert make_alert(alias="ledger").pk != first.pk


def test_without_an_alias_each_is_its_own(db):
    first, second = make_alert("db"), make_alert("db")
    assert first.pk != second.pk
    assert first.alias == str(first.pk)


def test_who_may_not_create_alerts_cannot(payments):
    for by in (
        key_actor(write=False),
        Actor.of_user(make_user(role="observer")),
        Actor.of_user(make_user(blocked=True)),
        Actor.nobody(),
    ):
        with pytest.raises(PermissionDenied):
            make_alert(by=by)
    assert not Alert.objects.exists()


def test_it_needs_a_message(db):
    with pytest.raises(ValidationError, match="Message can not be empty"):
        take_in(NewAlert(" \0 "), by=SYSTEM, now=NOW)


def test_one_statement_takes_in_an_alert_two_the_first(db, django_assert_num_queries, monkeypatch):
    team = make_team("Not remembered of another test")
    make_alert(responders=[team])  # compiles the rules
    monkeypatch.setattr(waking, "EVERY", 3600)
    named = (Named("team", name=team.name),)
    with django_assert_num_queries(2):
        take_in(NewAlert("db", responders=named), by=SYSTEM, now=NOW)
    for new in (NewAlert("db", responders=named), NewAlert("db")):
        with django_assert_num_queries(1):
            take_in(new, by=SYSTEM, now=NOW)


def test_what_changes_of_a_team_counts_at_once(payments, tom, ben):
    schedule = payments.schedules.get()
    make_alert(responders=[payments])
    rule = add_rule(payments, name="All", notify=schedule, by=SYSTEM)
    assert make_alert(responders=[payments]).routes.get().rule_name == "All"
    change_rule(rule, name="Everything", by=SYSTEM)
    assert make_alert(responders=[payments]).routes.get().rule_name == "Everything"
    update_team(payments, name="Cards", by=SYSTEM)
    alert = make_alert(responders=[payments])
    assert (alert.responders[0]["name"], alert.routes.get().team_name) == ("Cards", "Cards")
    Team.objects.all().delete()
    assert make_alert(responders=[payments]).responders == []


def test_what_many_rules_said_is_written_by_the_job(payments):
    target = RoutingRule.objects.get(team=payments)
    condition = {"field": "message", "operation": "contains", "expectedValue": "never"}
    RoutingRule.objects.bulk_create(
        RoutingRule(
            team=payments,
            name=f"Rule {place}",
            position=place,
            conditions=[condition],
            match_type="match-all-conditions",
            kind="escalation",
            escalation=target.escalation,
        )
        for place in range(30)
    )
    RuleBook.objects.filter(team=payments).update(version=2)
    first, second = make_alert(responders=[payments]), make_alert(responders=[payments])
    route = Route.objects.get(alert=first)
    assert (route.rule_id, route.verdicts) == (target.pk, [])
    routes.explain(first.pk)
    route.refresh_from_db()
    assert len(route.verdicts) == 30
    assert route.verdicts[0]["result"] == "no-match"
    RuleBook.objects.filter(team=payments).update(version=3)
    make_alert(responders=[payments])
    routes.explain(second.pk)  # the rules that decided are not there any more
    assert Route.objects.get(alert=second).verdicts == []


@pytest.mark.django_db(transaction=True)
def test_workers_are_woken_now_and_then_not_by_every_alert(monkeypatch):
    connection.ensure_connection()
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as listener:
        listener.execute(f"LISTEN {waking.CHANNEL}")
        for every, times in [(0, 2), (3600, 0)]:
            monkeypatch.setattr(waking, "EVERY", every)
            make_alert()
            make_alert()
            heard = [json.loads(one.payload) for one in listener.notifies(timeout=0.5)]
            assert len(heard) == times
            assert all(one["type"] == "job_inserted" for one in heard)
