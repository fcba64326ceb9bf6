"""Routing rules of a team. Contract: seeds/003, opsgenie-v1.md §5."""

from django.db import transaction

from accounts.actors import Actor
from api.v1.answers import Answer, Done, Made
from api.v1.calls import call
from api.v1.errors import missing, not_found
from api.v1.finding import find_team, ids
from api.v1.rule_asked import ChangedRule, MovedRule, NewRule, OfTeam, OneRule
from api.v1.rule_rows import Rule, rules_written
from api.wire import ApiRequest
from routing import actions
from routing.actions.books import hold_rules
from routing.models import RoutingRule, RoutingRuleQuerySet
from teams.models import Team

ROUTING_RULES = "Routing rules"
NAMELESS = "Routing Rule"


class Rules(Answer):
    """The rules of a team in their order, the default one last."""

    rules: list[Rule]


@call("POST", "team/routingRule", section=ROUTING_RULES)
def add_routing_rule(request: ApiRequest, asked: NewRule) -> Made:
    """Add a routing rule to a team.

    `applyOrder` is its place, counted from 0; without one, or beyond the end, it is the last
    before the default rule. Without `conditionMatchType` it is `Match All`: it takes every alert,
    and conditions have no effect. `restrictions` is an object for all days, or a list whose
    entries say their days; from v1.1 on it is always a list, in which a single entry may be for
    all days. It is read in the account's time zone.
    """
    team, by = _team(asked, request.actor), request.actor
    values = asked.values(RoutingRule.MatchType.ALL, version=request.version, by=by)
    values.setdefault("name", NAMELESS)
    rule = actions.add_rule(team, place=asked.apply_order, by=by, **values)
    return Made(id=rule.pk)


@call("POST", "team/routingRule", section=ROUTING_RULES, when=("id",))
@transaction.atomic
def update_routing_rule(request: ApiRequest, asked: ChangedRule) -> Done:
    """Update a routing rule.

    An empty list of `restrictions` takes them off. Of the default rule, the name and `notify`
    can be changed. `applyOrder` is passed over: changeOrder moves a rule.
    """
    team, by = _team(asked, request.actor), request.actor
    hold_rules(team)  # the match type that holds stays so until the change is done
    rule = _rule(asked.id, team)
    values = asked.values(rule.match_type, version=request.version, by=by)
    actions.change_rule(rule, by=by, **values)
    return Done()


@call("POST", "team/routingRule/changeOrder", section=ROUTING_RULES)
def change_routing_rule_order(request: ApiRequest, asked: MovedRule) -> Done:
    """Change the order of routing rules.

    `applyOrder` is the rule's new place, counted from 0. A place beyond the end is the last
    before the default rule, which can't be moved.
    """
    rule = _rule(asked.id, _team(asked, request.actor))
    actions.move_rule(rule, asked.apply_order, by=request.actor)
    return Done()


@call("DELETE", "team/routingRule", section=ROUTING_RULES)
def delete_routing_rule(request: ApiRequest, asked: OneRule) -> Done:
    """Delete a routing rule.

    The default rule can't be deleted.
    """
    actions.remove_rule(_rule(asked.id, _team(asked, request.actor)), by=request.actor)
    return Done()


@call("GET", "team/routingRule", section=ROUTING_RULES, when=("id",))
def get_routing_rule(request: ApiRequest, asked: OneRule) -> Rule:
    """Get a routing rule of a team.

    `restrictions` comes as it was given: an object for all days, else a list. From v1.1 on it is
    always a list, and `applyOrder` says the rule's place.
    """
    team = _team(asked, request.actor)
    found = rules_written(_rules(asked.id, team), version=request.version)
    if not found:
        raise not_found("Routing rule", asked.id)
    return found[0]


@call("GET", "team/routingRule", section=ROUTING_RULES)
def list_routing_rules(request: ApiRequest, asked: OfTeam) -> Rules:
    """List the routing rules of a team.

    In their order, the default rule last.
    """
    rules = _team(asked, request.actor).routing_rules.in_order()
    return Rules(rules=rules_written(rules, version=request.version))


def _team(asked: OfTeam, by: Actor) -> Team:
    if not (asked.team_id or asked.team_name):
        raise missing("teamId", "teamName")
    return find_team(asked.team_id, asked.team_name, by=by)


def _rules(rule_id: str, team: Team) -> RoutingRuleQuerySet:
    return team.routing_rules.filter(pk__in=ids(rule_id))


def _rule(rule_id: str, team: Team) -> RoutingRule:
    rule = _rules(rule_id, team).with_targets().first()
    if rule is None:
        raise not_found("Routing rule", rule_id)
    return rule
