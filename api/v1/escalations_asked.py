"""The rules of escalations, as the v1 API takes them. Contract: opsgenie-v1.md §6."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from accounts.actors import Actor
from api.v1.asking import AnyCase, Asked, Text, Whole, Words
from api.v1.errors import missing, not_found
from api.v1.finding import small_letters
from api.v1.schedules_finding import things_named
from oncall.actions.escalations import A_DAY, MOST_STEPS, Step
from oncall.models import Escalation, EscalationRule

Kind = EscalationRule.Kind
TIMES = 20  # that an escalation repeats, when only the interval is said
# What may be meant by a name, in the order in which it is tried.
KINDS = {"next": Kind.SCHEDULE, "previous": Kind.SCHEDULE}
KINDS |= dict.fromkeys(("users", "admins", "all", "random"), Kind.TEAM)
SOME_RULES = [
    {"delay": 0, "notify": "operations_schedule", "notifyType": "default"},
    {"delay": 5, "notify": "operations", "notifyType": "all"},
]
Minutes = Annotated[Whole, Field(ge=0, le=A_DAY)]
Interval = Minutes


class RuleAsked(Asked):
    """A step: whom it tells, after how many minutes, on which condition."""

    delay: Minutes = 0
    notify: Words
    notify_type: Annotated[
        Literal["default", "next", "previous", "users", "admins", "all", "random"], AnyCase
    ] = "default"
    notify_condition: Annotated[Literal["if-not-acked", "if-not-closed"], AnyCase] = "if-not-acked"
    type: Text | None = None  # what the name is of, as clients send back what they have read

    @property
    def kinds(self) -> list[EscalationRule.Kind]:
        """What may be meant by the name, the likeliest first."""
        said = (self.type or "").strip().lower()
        if said in Kind.values:
            return [Kind(said)]
        likely = KINDS.get(self.notify_type, Kind.USER)
        return [likely, *(kind for kind in Kind if kind != likely)]


Rules = Annotated[list[RuleAsked], Field(max_length=MOST_STEPS)]


def steps_named(
    rules: Sequence[RuleAsked], escalation: Escalation | None, *, by: Actor
) -> list[Step]:
    """The steps, with whom they name. Four queries. Raises Refused."""
    if not rules:
        raise missing("rules")
    small = small_letters(rule.notify for rule in rules)
    names = set(small.values())
    within = EscalationRule.objects.filter(escalation=escalation) if escalation else None
    found = {kind: things_named(kind, names, within, by=by) for kind in Kind}
    things = [_thing(rule, small[rule.notify], found) for rule in rules]
    return [
        Step(thing, rule.delay, rule.notify_condition, rule.notify_type)
        for thing, rule in zip(things, rules, strict=True)
    ]


def repeating(interval: int | None, escalation: Escalation | None) -> dict[str, Any]:
    """What an interval means for the columns of an escalation; 0 is no repeating."""
    if interval is None:
        return {}
    if interval:
        count = escalation.repeat_count if escalation else 0
        return {"repeat_after_minutes": interval, "repeat_count": count or TIMES}
    return {
        "repeat_after_minutes": None,
        "repeat_count": 0,
        "resets_recipients": False,
        "closes_alert": False,
    }


def _thing(rule: RuleAsked, key: str, found: dict[EscalationRule.Kind, dict[str, Any]]) -> Any:
    for kind in rule.kinds:
        if key in found[kind]:
            return found[kind][key]
    raise not_found(" or ".join(rule.kinds).capitalize(), rule.notify)
