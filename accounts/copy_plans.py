"""What copying notification rules does to one person. Pure: rules and addresses in, a plan out.

A rule is the dictionary that `rule_as_data` makes, which is JSON and holds all there is to it.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from accounts.models import Contact, NotificationRule
from accounts.rule_words import listed, method_in_words

type RuleData = dict[str, Any]
KEPT_AS_IS = (
    "action",
    "name",
    "is_enabled",
    "position",
    "criteria",
    "time_restriction",
    "schedules",
    "repeat",
    "notification_time",
)


@dataclass(frozen=True, slots=True)
class Address:
    """A contact as far as copying is concerned."""

    id: str
    method: str
    is_enabled: bool = True
    is_verified: bool = True

    @classmethod
    def of(cls, contact: Contact) -> "Address":
        """The address that a contact is."""
        return cls(str(contact.pk), contact.method, contact.is_enabled, contact.is_verified)


@dataclass(slots=True)
class Plan:
    """The rules a person gets, the kinds whose old rules go, what is left out and why."""

    rules: list[RuleData] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """Copied, partly or skipped (RuleCopyTarget.Outcome)."""
        if not self.left_out:
            return "copied"
        return "partly" if self.replaced else "skipped"


def rule_as_data(rule: NotificationRule) -> RuleData:
    """Return all there is to a rule whose steps and their contacts are loaded."""
    steps = sorted(rule.steps.all(), key=lambda step: (step.after_minutes, step.position))
    return {name: getattr(rule, name) for name in KEPT_AS_IS} | {
        "id": str(rule.pk),
        "steps": [
            {
                "contact": str(step.contact_id),
                "method": step.contact.method,
                "after_minutes": step.after_minutes,
                "is_enabled": step.is_enabled,
                "position": step.position,
            }
            for step in steps
        ],
    }


def digest(rules: Iterable[RuleData]) -> str:
    """Return a text that differs when any of the rules differs."""
    ordered = sorted(rules, key=lambda rule: str(rule["id"]))
    for rule in ordered:
        rule["steps"].sort(key=lambda s: (s["after_minutes"], s["position"], s["contact"]))
    return sha256(json.dumps(ordered, sort_keys=True).encode()).hexdigest()


def plan_copy(
    rules: Sequence[RuleData], actions: Collection[str], addresses: Sequence[Address]
) -> Plan:
    """Plan what somebody with these addresses gets of the rules of these kinds.

    A step goes to their enabled contact of the same method, a verified one first. A rule that
    loses all its steps is left out; a kind that loses all its rules keeps the person's own, so
    that copying never leaves somebody unreachable.
    """
    plan = Plan()
    lost: dict[str, list[str]] = {}  # method → steps
    kept: list[str] = []  # kinds
    for action in sorted(set(actions)):
        wanted = [rule for rule in rules if rule["action"] == action]
        fitting = [fitted for rule in wanted if (fitted := _fit(rule, addresses, lost))]
        if wanted and not fitting:
            kept.append(NotificationRule.Action(action).label)
        else:
            plan.replaced.append(action)
            plan.rules.extend(fitting)
    if kept:
        stay = "Their own rules stay: " if plan.replaced else "All their own rules stay: "
        what = f"no step for {listed(kept)} fits." if plan.replaced else "no step fits."
        plan.left_out.append(stay + what)
    methods = {address.method for address in addresses}
    for method, steps in sorted(lost.items()):
        cause = _cause(method, is_disabled=method in methods)
        what = f"{steps[0]} is" if len(steps) == 1 else f"{len(steps)} steps are"
        plan.left_out.append(f"{cause}: {what} left out.")
    return plan


def methods_of(rules: Iterable[RuleData], actions: Collection[str]) -> list[str]:
    """Return the methods that the rules of these kinds need, each once."""
    chosen = (rule for rule in rules if rule["action"] in actions)
    return sorted({step["method"] for rule in chosen for step in rule["steps"]})


def _fit(
    rule: RuleData, addresses: Sequence[Address], lost: dict[str, list[str]]
) -> RuleData | None:
    """Return the rule with the person's own contacts, or None when no step is left of it."""
    steps: dict[tuple[str, int], dict[str, Any]] = {}
    for number, step in enumerate(rule["steps"], 1):
        address = address_for(step["method"], addresses)
        if address is None:
            lost.setdefault(step["method"], []).append(f"step {number} of “{rule['name']}”")
        else:
            # Two steps may meet in one contact: the same message twice at once helps nobody.
            steps.setdefault((address.id, step["after_minutes"]), step | {"contact": address.id})
    if rule["steps"] and not steps:
        return None
    return rule | {"steps": list(steps.values())}


def address_for(method: str, addresses: Iterable[Address]) -> Address | None:
    """Return the enabled address of a method, the first verified one or else the first."""
    fitting = [one for one in addresses if one.method == method and one.is_enabled]
    return next((one for one in fitting if one.is_verified), fitting[0] if fitting else None)


def _cause(method: str, *, is_disabled: bool) -> str:
    if is_disabled:
        return f"{Contact.Method(method).label} contact disabled"
    return f"No {method_in_words(method)} contact"
