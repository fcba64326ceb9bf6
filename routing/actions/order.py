"""The order of a team's rules: always whole, written at once."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts import audit
from accounts.actors import Actor
from accounts.permissions import require
from routing.actions.books import (
    StaleOrder,
    check_version,
    hold_rule,
    hold_rules,
    raise_version,
)
from routing.models import RoutingRule, RuleBook
from teams.models import Team
from teams.permissions import can_manage_team

__all__ = ["StaleOrder", "move_rule", "reorder_rules"]

audit.WORDS |= {
    "routing.reordered": "changed the order of the routing rules of the team {target}",
    "routing.moved": "moved the routing rule {rule} of the team {target} from {before} to {after}",
}

ALWAYS_LAST = "The default rule is always last: it can't be moved."
OTHERS = "These are not all rules of the team: somebody has changed them meanwhile."
PLACES = """
UPDATE routing_routingrule AS rule SET position = place.number - 1
FROM unnest(%s::uuid[]) WITH ORDINALITY AS place (id, number) WHERE rule.id = place.id
"""


@transaction.atomic
def reorder_rules(team: Team, rule_ids: Sequence[UUID], *, version: int, by: Actor) -> RuleBook:
    """Put the team's rules in the given order; the default rule stays last. Four statements.

    Raises StaleOrder when the rules are not at `version` any more, and ValidationError unless
    `rule_ids` names each rule (but for the default one) once. The same order changes nothing.
    """
    require(can_manage_team(by, team))
    book = hold_rules(team)
    check_version(book, version)
    names = _names_in_order(team)
    if len(rule_ids) != len(names) or set(rule_ids) != names.keys():
        raise ValidationError(OTHERS)
    if list(rule_ids) == list(names):
        return book
    write_order(rule_ids)
    after = [names[rule_id] for rule_id in rule_ids]
    order = {"order": (list(names.values()), after)}
    audit.record(by, "routing.reordered", team, team_id=team.pk, changes=order)
    raise_version(book, by=by)
    return book


@transaction.atomic
def move_rule(rule: RoutingRule, place: int, *, by: Actor, version: int | None = None) -> RuleBook:
    """Move one rule to a place counted from 0; a place beyond the end is the last one.

    Raises StaleOrder when a version is given that is not the newest, and ValidationError.
    """
    require(can_manage_team(by, rule.team))
    book = hold_rule(rule)
    if rule.is_default:
        raise ValidationError(ALWAYS_LAST, code="default_rule")
    check_version(book, version)
    if place < 0:
        raise ValidationError({"place": "The first place is 1."})
    ids = list(_names_in_order(rule.team))
    before = ids.index(rule.pk)
    ids.insert(place, ids.pop(before))
    after = ids.index(rule.pk)
    if before == after:
        return book
    write_order(ids)
    _record_move(rule, before, after, by=by)
    raise_version(book, by=by)
    rule.position = after
    return book


def write_order(rule_ids: Sequence[UUID]) -> None:
    """Give rules the places 0, 1, 2 … in one statement: places are compared when all is done."""
    with connection.cursor() as cursor:
        cursor.execute(PLACES, [list(rule_ids)])


def _names_in_order(team: Team) -> dict[UUID, str]:
    rules = team.routing_rules.movable().in_order()
    return dict(rules.values_list("pk", "name"))


def _record_move(rule: RoutingRule, before: int, after: int, *, by: Actor) -> None:
    audit.record(
        by,
        "routing.moved",
        rule.team,
        team_id=rule.team_id,
        rule=rule.name,
        rule_id=rule.pk,
        before=before + 1,
        after=after + 1,
    )
