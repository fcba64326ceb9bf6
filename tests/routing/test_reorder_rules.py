"""The order of a team's rules: written whole, versioned, however many change it at once."""

import random
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import AuditEntry
from routing.actions import StaleOrder, add_rule, move_rule, reorder_rules
from routing.models import RoutingRule, RuleBook
from teams.actions import delete_team
from teams.models import Team
from tests.make import SYSTEM, make_rule
from tests.teams.test_at_the_same_time import at_once


def names(team):
    return "".join(team.routing_rules.movable().in_order().values_list("name", flat=True))


def version(team):
    return RuleBook.objects.get(pk=team.pk).version


def make_rules(team, letters):
    return [make_rule(team, letter) for letter in letters]


def test_the_whole_order_is_written(payments, tom):
    a, b, c = make_rules(payments, "ABC")
    by = Actor.of_user(tom)
    book = reorder_rules(payments, [c.pk, a.pk, b.pk], version=4, by=by)
    assert (names(payments), book.version, version(payments)) == ("CAB", 5, 5)
    entry = AuditEntry.objects.get(verb="routing.reordered")
    assert entry.changes == {"order": [["A", "B", "C"], ["C", "A", "B"]]}
    assert entry.team_id == payments.pk
    same = reorder_rules(payments, [c.pk, a.pk, b.pk], version=5, by=by)
    assert same.version == 5


def test_it_refuses_a_stale_order(payments, tom, ada):
    a, b, c = make_rules(payments, "ABC")
    reorder_rules(payments, [c.pk, a.pk, b.pk], version=4, by=Actor.of_user(ada))
    with pytest.raises(StaleOrder) as stale:
        reorder_rules(payments, [b.pk, a.pk, c.pk], version=4, by=Actor.of_user(tom))
    assert (stale.value.book.version, stale.value.book.changed_by) == (5, "Ada Admin")
    assert names(payments) == "CAB"


def test_it_refuses_what_is_not_each_rule_once(payments):
    a, b, _ = make_rules(payments, "ABC")
    default = payments.routing_rules.get(is_default=True)
    for ids in ([a, b], [a, b, b], [a, b, default], [a, b, RoutingRule(pk=uuid4())]):
        with pytest.raises(ValidationError, match="not all rules of the team"):
            reorder_rules(payments, [one.pk for one in ids], version=4, by=SYSTEM)
    assert names(payments) == "ABC"


def test_members_do_not_order(payments, ben):
    rules = make_rules(payments, "AB")
    with pytest.raises(PermissionDenied):
        reorder_rules(payments, [one.pk for one in rules], version=3, by=Actor.of_user(ben))


@pytest.mark.parametrize(
    ("place", "after"), [(0, "BACD"), (1, "ABCD"), (2, "ACBD"), (3, "ACDB"), (99, "ACDB")]
)
def test_one_is_moved(payments, place, after):
    rules = make_rules(payments, "ABCD")
    move_rule(rules[1], place, by=SYSTEM)
    assert names(payments) == after
    assert rules[1].position == after.index("B")
    assert version(payments) == (5 if after == "ABCD" else 6)


def test_a_hundred_rules_are_ordered_in_few_statements(payments):
    def statements(team_rules, at):
        ids = [one.pk for one in reversed(team_rules)]
        with CaptureQueriesContext(connection) as captured:
            reorder_rules(payments, ids, version=at, by=SYSTEM)
        return len(captured)

    rules = make_rules(payments, "AB")
    few = statements(rules, version(payments))
    RoutingRule.objects.bulk_create(
        RoutingRule(team=payments, name=f"Rule {n}", position=n) for n in range(2, 100)
    )
    rules = list(payments.routing_rules.movable().in_order())
    assert len(rules) == 100
    many = statements(rules, version(payments))
    assert many == few <= 10


@pytest.mark.django_db(transaction=True)
def test_a_team_that_is_deleted_meanwhile_takes_its_rules_along(payments):
    teams = [Team.objects.get(pk=payments.pk) for _ in range(5)]
    adding = [lambda team=team: add_rule(team, name="New", by=SYSTEM) for team in teams[1:]]
    at_once(lambda: delete_team(teams[0], by=SYSTEM), *adding)
    assert not Team.objects.exists()
    assert not RoutingRule.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_leave_an_order_without_gaps(payments, tom, as_user):
    """Requests, each in a thread of its own: order, move, add, delete, all of one team."""
    make_rules(payments, "ABCDEFGHIJKL")
    cookies = as_user(tom).cookies
    target = {"kind": "schedule", "schedule": "Payments_schedule"}
    new = target | {"name": "New", "match_type": "match-all", "time_zone": "UTC"}

    def one(number):
        chance = random.Random(number)
        client = Client(raise_request_exception=False)
        client.cookies = cookies
        try:
            ids = list(payments.routing_rules.movable().in_order().values_list("pk", flat=True))
            rule = chance.choice(ids)
            of_rule, of_team = [payments.pk, rule], [payments.pk]
            act = number % 4
            if act == 0:
                chance.shuffle(ids)
                data = {"rule": ids, "version": version(payments), "moved": rule}
                return client.post(reverse("routing:rule_order", args=of_team), data).status_code
            if act == 1:
                data = {"place": chance.randint(1, 12), "version": version(payments)}
                return client.post(reverse("routing:rule_move", args=of_rule), data).status_code
            if act == 2:
                return client.post(reverse("routing:rule_new", args=of_team), new).status_code
            return client.post(reverse("routing:rule_delete", args=of_rule)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as threads:
        statuses = list(threads.map(one, range(50)))
    assert set(statuses) <= {302, 404, 409, 422}
    assert statuses.count(302) >= 5
    rules = list(payments.routing_rules.in_order())
    assert rules[-1].is_default
    assert [one.is_default for one in rules].count(True) == 1
    assert [one.position for one in rules[:-1]] == list(range(len(rules) - 1))
    changes = AuditEntry.objects.filter(team_id=payments.pk, verb__startswith="routing.")
    assert version(payments) == changes.count() + 1 > 20
