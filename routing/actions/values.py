"""What a rule can be given, checked and put in one form."""

from collections.abc import Callable
from typing import Any, TypedDict, cast

from django.core.exceptions import ValidationError

from accounts import audit
from accounts.actors import Actor
from accounts.validators import validate_time_zone
from oncall import restrictions
from oncall.models import Escalation, Schedule
from routing.conditions import as_json, read_conditions
from routing.models import RoutingRule

MatchType, Kind = RoutingRule.MatchType, RoutingRule.Kind
type Target = Schedule | Escalation | None


class RuleValues(TypedDict, total=False):
    """What can be set on a rule. Conditions and time restriction are written as v2 writes them."""

    name: str
    match_type: str
    conditions: Any
    time_restriction: Any
    time_zone: str
    notify: Target  # None tells nobody
    is_enabled: bool


def put(rule: RoutingRule, values: RuleValues, *, by: Actor) -> audit.Changes:
    """Check values and set them on a rule; return what that changes, as the log says it.

    Raises ValidationError whose keys are the values' names. The target is locked: it can't be
    deleted while a rule comes to name it.
    """
    given = cast(dict[str, Any], dict(values))
    has_target, target = "notify" in given, given.pop("notify", None)
    fields = _checked(given)
    if rule.is_default:
        _refuse_for_default(rule, fields)
    changes = audit.changes_to(rule, fields)
    if has_target and _target(rule) != target:
        changes["notify"] = (str(_target(rule) or "nobody"), str(target or "nobody"))
        _aim(rule, target, by=by)
    _check_conditions(rule)
    return changes


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    """The values in their one form; all faults together."""
    problems: dict[str, ValidationError] = {}
    fields = {}
    for name, value in given.items():
        try:
            fields[name] = READERS[name](value)
        except ValidationError as problem:
            problems[name] = problem
    if problems:
        raise ValidationError(problems)
    return fields


def _name(value: str) -> str:
    if not (name := value.strip()):
        raise ValidationError("Give the rule a name.")
    return name


def _match_type(value: str) -> str:
    if value not in MatchType.values:
        raise ValidationError(f"Choose one of {', '.join(MatchType.values)}.")
    return value


def _zone(value: str) -> str:
    if value:
        validate_time_zone(value)
    return value


def _restriction(value: object) -> dict[str, Any] | None:
    restriction = restrictions.read(value)
    return None if restriction is None else restrictions.as_json(restriction)


READERS: dict[str, Callable[[Any], Any]] = {
    "name": _name,
    "match_type": _match_type,
    "conditions": lambda value: as_json(read_conditions(value)),
    "time_restriction": _restriction,
    "time_zone": _zone,
    "is_enabled": bool,
}


def _refuse_for_default(rule: RoutingRule, fields: dict[str, Any]) -> None:
    if fields.get("time_zone"):
        # The sentence of the v2 API (opsgenie-v2.md §2).
        raise ValidationError({"time_zone": "Default routing rule can not have timezone."})
    fixed = {name for name, value in fields.items() if getattr(rule, name) != value} - {"name"}
    if fixed:
        raise ValidationError(
            "The default rule takes every alert that no other rule took, at any time. "
            "You can change its name and whom it notifies.",
            code="default_rule",
        )


def _check_conditions(rule: RoutingRule) -> None:
    takes_all = rule.match_type == MatchType.ALL
    if takes_all and rule.conditions:
        raise ValidationError({"conditions": "A rule for every alert has no conditions."})
    if not takes_all and not rule.conditions:
        raise ValidationError({"conditions": "Add a condition, or choose “Every alert”."})


def _target(rule: RoutingRule) -> Target:
    return rule.schedule or rule.escalation


def _aim(rule: RoutingRule, target: Target, *, by: Actor) -> None:
    """Let a rule notify what the actor may see, or nobody."""
    if target is not None:
        rows: Any = type(target).objects.visible_to(by).filter(pk=target.pk)
        if not rows.select_for_update(no_key=True).values("pk").first():
            raise ValidationError({"notify": f"There is no {target} any more. Choose another."})
    rule.schedule = target if isinstance(target, Schedule) else None
    rule.escalation = target if isinstance(target, Escalation) else None
    rule.kind = Kind.SCHEDULE if rule.schedule else Kind.NOBODY
    rule.kind = Kind.ESCALATION if rule.escalation else rule.kind
