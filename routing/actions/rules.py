"""Adding, changing and removing one rule."""

from typing import Any, Unpack

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from accounts import audit
from accounts.actors import Actor
from accounts.meanwhile import check_unchanged
from accounts.models import Account
from accounts.permissions import can_delete, require
from common.saving import save_valid
from routing.actions.books import check_version, hold_rule, hold_rules, raise_version
from routing.actions.order import write_order
from routing.actions.values import RuleValues, put
from routing.models import RoutingRule
from teams.models import Team
from teams.permissions import can_manage_team

audit.WORDS |= {
    "routing.added": "added the routing rule {rule} to the team {target}",
    "routing.changed": "changed the routing rule {rule} of the team {target}",
    "routing.removed": "removed the routing rule {rule} of the team {target}",
}

ALWAYS_THERE = "Every team keeps its default rule: it can't be deleted."


@transaction.atomic
def add_rule(
    team: Team, *, place: int | None = None, by: Actor, **values: Unpack[RuleValues]
) -> RoutingRule:
    """Add a rule at a place counted from 0; without one, or beyond the end, it is the last.

    Without a time zone it has the account's. Raises ValidationError by the names of the values,
    also when the team has as many rules as it may (ROUTING_RULES_PER_TEAM).
    """
    require(can_manage_team(by, team))
    book = hold_rules(team)
    ids = list(team.routing_rules.movable().in_order().values_list("pk", flat=True))
    _check_limit(len(ids))
    rule = RoutingRule(team=team, position=len(ids), time_zone=Account.current().time_zone)
    put(rule, {"name": ""} | values, by=by)
    rule.time_zone = rule.time_zone or Account.current().time_zone
    save_valid(rule)
    if place is not None and place < len(ids):
        ids.insert(max(place, 0), rule.pk)
        write_order(ids)
        rule.position = ids.index(rule.pk)
    _record(rule, "routing.added", by=by)
    raise_version(book, by=by)
    return rule


@transaction.atomic
def change_rule(
    rule: RoutingRule,
    *,
    version: int | None = None,
    shown: str = "",
    by: Actor,
    **values: Unpack[RuleValues],
) -> RoutingRule:
    """Change a rule; of the default rule only the name and whom it notifies.

    Raises ValidationError by the names of the values, and StaleOrder as `move_rule`; `shown` as in
    accounts/meanwhile.py.
    """
    require(can_manage_team(by, rule.team))
    book = hold_rule(rule)
    check_version(book, version)
    check_unchanged(shown, rule.team_id, "routing.changed", rule_id=rule.pk)
    changes = put(rule, values, by=by)
    if changes:
        save_valid(rule)
        _record(rule, "routing.changed", changes=changes, by=by)
        raise_version(book, by=by)
    return rule


@transaction.atomic
def remove_rule(rule: RoutingRule, *, by: Actor) -> None:
    """Delete a rule; those after it move up. Raises ValidationError for the default rule."""
    require(can_manage_team(by, rule.team) and can_delete(by))
    book = hold_rule(rule)
    if rule.is_default:
        raise ValidationError(ALWAYS_THERE, code="default_rule")
    _record(rule, "routing.removed", by=by)
    after = rule.team.routing_rules.movable().filter(position__gt=rule.position)
    rule.delete()
    after.update(position=F("position") - 1)
    raise_version(book, by=by)


def _check_limit(there: int) -> None:
    most = settings.ROUTING_RULES_PER_TEAM
    if there >= most:
        raise ValidationError(
            f"A team can have {most} routing rules beside the default one. Delete one first."
        )


def _record(rule: RoutingRule, verb: str, *, by: Actor, **more: Any) -> None:
    details = {"rule": rule.name, "rule_id": rule.pk, "place": (rule.position or 0) + 1}
    if rule.is_default:
        del details["place"]
    audit.record(by, verb, rule.team, team_id=rule.team_id, **details, **more)
