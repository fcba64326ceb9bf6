"""Adding, changing and removing rules: by whom, and what is refused."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.actions.keys import Access, create_key
from accounts.actors import Actor
from accounts.models import AuditEntry
from routing.actions import add_rule, change_rule, move_rule, remove_rule
from routing.models import RoutingRule, RuleBook
from tests.make import SYSTEM, make_rule, make_team

ALL = "match-all-conditions"
DB = [{"field": "message", "operation": "contains", "expectedValue": "db"}]


def names(team):
    return list(team.routing_rules.in_order().values_list("name", flat=True))


def version(team):
    return RuleBook.objects.get(pk=team.pk).version


def test_a_rule_is_added_before_the_default_one_and_logged(payments, tom):
    schedule = payments.schedules.get()
    rule = add_rule(
        payments,
        name=" Database ",
        match_type=ALL,
        conditions=DB,
        notify=schedule,
        by=Actor.of_user(tom),
    )
    assert names(payments) == ["Database", "Default Routing Rule"]
    assert (rule.kind, rule.schedule, rule.time_zone) == ("schedule", schedule, "UTC")
    assert rule.conditions == [
        {"field": "message", "not": False, "operation": "contains", "expectedValue": "db",
         "order": 0}
    ]  # fmt: skip
    assert version(payments) == 2
    book = RuleBook.objects.get(pk=payments.pk)
    assert book.changed_by == "Tom Teamadmin"
    entry = AuditEntry.objects.get(verb="routing.added")
    assert (entry.team_id, entry.details["rule"]) == (payments.pk, "Database")


def test_it_is_added_at_a_place(payments):
    make_rule(payments, "A")
    make_rule(payments, "C")
    make_rule(payments, "B", place=1)
    make_rule(payments, "D", place=99)
    assert names(payments)[:4] == ["A", "B", "C", "D"]
    assert list(payments.routing_rules.movable().in_order().values_list("position", flat=True)) == [
        0, 1, 2, 3,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"conditions": DB}, "conditions"),
        ({"match_type": ALL}, "conditions"),
        ({"match_type": "match-some"}, "match_type"),
        ({"match_type": ALL, "conditions": [{"field": "x"}]}, "conditions"),
        ({"time_zone": "Mars"}, "time_zone"),
        ({"time_restriction": {"type": "never"}}, "time_restriction"),
    ],
)
def test_what_is_wrong_is_said_of_the_value(payments, values, field):
    with pytest.raises(ValidationError) as refused:
        add_rule(payments, **({"name": "X"} | values), by=SYSTEM)
    assert field in refused.value.error_dict
    assert names(payments) == ["Default Routing Rule"]
    assert version(payments) == 1


def test_there_is_a_limit(payments, settings):
    settings.ROUTING_RULES_PER_TEAM = 2
    make_rule(payments)
    make_rule(payments)
    with pytest.raises(ValidationError, match="can have 2 routing rules"):
        make_rule(payments)


def test_a_change_is_logged_with_before_and_after(payments, tom):
    rule = make_rule(payments, "Database", "message contains db")
    change_rule(rule, name="DB", notify=payments.schedules.get(), by=Actor.of_user(tom))
    entry = AuditEntry.objects.get(verb="routing.changed")
    assert entry.changes == {
        "name": ["Database", "DB"],
        "notify": ["nobody", "Payments_schedule"],
    }
    assert version(payments) == 3
    change_rule(rule, name="DB", by=Actor.of_user(tom))
    assert version(payments) == 3


def test_the_default_rule_gives_only_its_name_and_target_away(payments):
    rule = payments.routing_rules.get()
    change_rule(rule, notify=payments.schedules.get(), name="Everything else", by=SYSTEM)
    rule.refresh_from_db()
    assert (rule.kind, rule.name) == ("schedule", "Everything else")
    change_rule(rule, match_type="match-all", conditions=[], is_enabled=True, by=SYSTEM)
    with pytest.raises(ValidationError, match="can not have timezone"):
        change_rule(rule, time_zone="Europe/Paris", by=SYSTEM)
    for values in ({"is_enabled": False}, {"match_type": ALL, "conditions": DB}):
        with pytest.raises(ValidationError, match="takes every alert that no other rule took"):
            change_rule(rule, **values, by=SYSTEM)
    with pytest.raises(ValidationError, match="always last"):
        move_rule(rule, 0, by=SYSTEM)
    with pytest.raises(ValidationError, match="keeps its default rule"):
        remove_rule(rule, by=SYSTEM)


def test_removing_closes_the_gap(payments):
    rules = [make_rule(payments, name) for name in "ABC"]
    remove_rule(rules[1], by=SYSTEM)
    found = payments.routing_rules.movable().in_order().values_list("name", "position")
    assert list(found) == [("A", 0), ("C", 1)]
    again = RoutingRule.objects.with_targets().get(pk=rules[2].pk)
    remove_rule(rules[2], by=SYSTEM)
    with pytest.raises(ValidationError, match="deleted this rule meanwhile"):
        remove_rule(again, by=SYSTEM)


def test_one_notifies_what_one_may_see(payments, tom, ben):
    other = make_team("Fraud").schedules.get()
    tom.role = "stakeholder"  # may not see who is on call elsewhere
    tom.save()
    rule = make_rule(payments, "X", notify=other)
    by = Actor.of_user(type(tom).objects.get(pk=tom.pk))
    change_rule(rule, name="Still goes to Fraud", by=by)
    with pytest.raises(ValidationError, match="There is no Fraud_schedule any more"):
        add_rule(payments, name="Y", notify=other, by=by)
    with pytest.raises(PermissionDenied):
        add_rule(payments, name="Y", by=Actor.of_user(ben))


def test_keys_change_rules_when_they_may_configure(payments):
    def key(**more):
        new = create_key(f"Key {more}", team=payments, access=Access(**more), by=SYSTEM)
        return Actor.of_key(new.row)

    rule = add_rule(payments, name="By key", by=key(configure=True))
    with pytest.raises(PermissionDenied):
        change_rule(rule, name="X", by=key(configure=False))
