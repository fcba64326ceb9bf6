"""Acme's routing rules: those of Payments show all that rules can do, and what can be wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from accounts.demo import fixed_id
from config.demo.oncall import escalation_id, schedule_id
from config.demo.teams import TEAMS, team_id
from oncall.windows import PRESETS
from routing.models import RoutingRule, RuleBook
from teams.models import Team

ISTANBUL, BERLIN = "Europe/Istanbul", "Europe/Berlin"
EVERYTHING_ELSE = "Everything else"
CHANGED_DAYS_AGO = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class RuleOf:
    """A rule: its conditions in words, its windows (a preset), whom it notifies.

    `notify` names a schedule, or a team whose escalation it is with "!"; "" is nobody.
    """

    name: str
    conditions: tuple[str, ...]
    notify: str
    hours: str = ""
    zone: str = ISTANBUL
    is_any: bool = False


R = RuleOf
RULES: dict[str, tuple[RuleOf, ...]] = {
    "Payments": (
        R("Card processor down", ("priority equals P1", "source equals stripe-webhook"),
          "Payments!"),
        R("Database, out of hours", ("message contains db", "not tags contains test"),
          "Payments_schedule", "weeknights"),
        R("Load tests", ("tags contains test",), ""),
        R("Replica lag at night",
          ("message contains db", "message contains replica", "not tags contains test"),
          "Platform!", "weeknights"),
        R("Fraud signals", ("entity starts-with fraud-", "extra-properties:region equals eu"),
          "Fraud_schedule", is_any=True),
        R("Stuck refunds, weekend", ("message matches refund(s|ed)?.*stuck",),
          "Payments_schedule", "weekends"),
    ),
    "Platform": (
        R("Build farm, office hours", ("source equals ci",), "Platform_schedule", "office-hours",
          BERLIN),
        R("Build farm", ("source equals ci",), "", zone=BERLIN),
    ),
    "Fraud": (
        R("Model drift", ("message contains drift", "priority less-than P2"), ""),
    ),
    "Data": (
        R("Nightly reports late", ("tags contains nightly", "not priority equals P1"),
          "Data_schedule", "office-hours", BERLIN),
        R("Around New Year", ("tags contains holidays",), "Data_holidays", zone=BERLIN),
    ),
}  # fmt: skip


def load(today: datetime) -> None:
    """Insert each team's rules, its default rule last, and the book that holds their version."""
    teams = list(Team.objects.filter(pk__in=[team_id(team.name) for team in TEAMS]))
    # A team that was here before rules were has a default rule already.
    equipped = set(RuleBook.objects.values_list("pk", flat=True))
    RuleBook.objects.bulk_create(
        RuleBook(
            team=team,
            version=1 + len(RULES.get(team.name, ())),
            changed_at=today - CHANGED_DAYS_AGO,
            changed_by="Demo",
        )
        for team in teams
        if team.pk not in equipped
    )
    RoutingRule.objects.bulk_create(
        rule for team in teams if team.pk not in equipped for rule in rules_of(team)
    )


def rules_of(team: Team) -> Iterator[RoutingRule]:
    """Yield the rules of a team."""
    for position, one in enumerate(RULES.get(team.name, ())):
        match_type = "match-any-condition" if one.is_any else "match-all-conditions"
        windows = PRESETS[one.hours][1] if one.hours else ()
        yield RoutingRule(
            id=rule_id(team.name, one.name),
            team=team,
            name=one.name,
            position=position,
            match_type=match_type,
            conditions=[condition(words) for words in one.conditions],
            time_restriction={
                "type": "weekday-and-time-of-day",
                "restrictions": [window.as_json() for window in windows],
            } if windows else None,
            time_zone=one.zone,
            **target(one.notify),
        )  # fmt: skip
    yield RoutingRule(
        id=rule_id(team.name, EVERYTHING_ELSE),
        team=team,
        name=EVERYTHING_ELSE,
        is_default=True,
        **target(f"{team.name}!"),
    )


def rule_id(team: str, name: str) -> UUID:
    """Return the id of a rule."""
    return fixed_id("routing rule", team, name)


def condition(words: str) -> dict[str, Any]:
    """A condition of the v2 API: "not tags contains test", "extra-properties:region equals eu"."""
    field, operation, expected = words.removeprefix("not ").split(" ", 2)
    field, _, key = field.partition(":")
    return {
        "field": field,
        "not": words.startswith("not "),
        "operation": operation,
        "expectedValue": expected,
        "order": 0,
    } | ({"key": key} if key else {})


def target(name: str) -> dict[str, Any]:
    """The fields of a rule that say whom it notifies."""
    if not name:
        return {"kind": RoutingRule.Kind.NOBODY}
    if name.endswith("!"):
        return {"kind": RoutingRule.Kind.ESCALATION, "escalation_id": escalation_id(name[:-1])}
    return {"kind": RoutingRule.Kind.SCHEDULE, "schedule_id": schedule_id(name)}
