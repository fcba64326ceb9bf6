"""Which of a person's notification rules hold for an alert, and the steps they lead to.

Of several rules that hold, all do their steps; the same contact at the same minute is told once.
Decision: docs/decisions/0014-notification-rules.md.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts.models import Contact, NotificationRule, User
from accounts.validators import zone
from oncall import restrictions
from routing.conditions import read_conditions
from routing.facts import Facts
from routing.rules import EVERY_ALERT, CompiledRule, Rule

Action = NotificationRule.Action

type Rules = Mapping[tuple[UUID, str], Sequence[NotificationRule]]


@dataclass(frozen=True, slots=True)
class Step:
    """One message to come: to whom, where, how many minutes from now, by which rules."""

    person: User
    contact: Contact
    after_minutes: int
    rules: Sequence[NotificationRule]

    def by_rules(self) -> dict[str, Any]:
        """The columns of a message that say which rules led to it."""
        return {"rule_name": self.rules[0].name, "rule_ids": [rule.pk for rule in self.rules]}


def rules_of(people: Iterable[User], actions: Collection[str]) -> Rules:
    """The enabled rules of these people for these events, with steps and contacts. 3 queries."""
    found: dict[tuple[UUID, str], list[NotificationRule]] = defaultdict(list)
    rows = NotificationRule.objects.filter(user__in=people, action__in=actions, is_enabled=True)
    for rule in rows.prefetch_related("steps__contact"):
        found[rule.user_id, rule.action].append(rule)
    return found


def holding(
    rules: Iterable[NotificationRule], person: User, facts: Facts, at: datetime
) -> list[NotificationRule]:
    """Those of a person's rules that hold for an alert at a moment, by the person's own clock."""
    return [rule for rule in rules if holds(rule, person, facts, at)]


def holds(rule: NotificationRule, person: User, facts: Facts, at: datetime) -> bool:
    """Whether a rule holds. One that can't be read does: better one message too many."""
    try:
        compiled = CompiledRule(_as_rule(rule, person))
    except ValidationError:
        return True
    return compiled.is_open(at) and compiled.accepts(facts)


def is_open(rule: NotificationRule, person: User, at: datetime) -> bool:
    """Whether a moment is inside a rule's time windows, by the person's own clock."""
    try:
        windows = restrictions.read(rule.time_restriction)
    except ValidationError:
        return True
    return restrictions.is_open(windows, at, zone(person.time_zone))


def steps_of(rules: Iterable[NotificationRule], person: User) -> list[Step]:
    """The enabled steps of rules that hold, in time; one for each contact and minute."""
    found: dict[tuple[Contact, int], list[NotificationRule]] = defaultdict(list)
    for rule in rules:
        for step in rule.steps.all():
            if step.is_enabled:
                found[step.contact, step.after_minutes].append(rule)
    steps = [Step(person, *contact_and_minute, by) for contact_and_minute, by in found.items()]
    return sorted(steps, key=lambda step: step.after_minutes)


def repeats_after(rule: NotificationRule) -> int:
    """Minutes after its last step until a rule begins again; 0 when it doesn't."""
    repeat: Any = rule.repeat or {}
    minutes = repeat.get("loopAfter")
    is_on = repeat.get("enabled", True) and isinstance(minutes, int)
    return max(int(minutes), 1) if is_on and minutes is not None else 0


def _as_rule(rule: NotificationRule, person: User) -> Rule:
    criteria: Any = rule.criteria or {}
    return Rule(
        id=rule.pk,
        name=rule.name,
        match_type=criteria.get("type") or EVERY_ALERT,
        conditions=read_conditions(criteria.get("conditions")),
        restriction=restrictions.read(rule.time_restriction),
        zone=str(zone(person.time_zone)),
    )
