"""Routing rules as the v1 API writes them, without making models of the rows."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from msgspec import UNSET, UnsetType

from api.v1.answers import Answer
from api.v1.rule_words import field_spelled, spelled
from oncall.restrictions.windows import WEEKLY
from routing.models import RoutingRule

NOBODY = "none"
COLUMNS = (
    *("id", "name", "is_default", "match_type", "conditions", "time_restriction"),
    *("kind", "schedule_id", "schedule__name", "escalation_id", "escalation__name"),
)

_movable = RoutingRule.objects.movable().filter(team=OuterRef("team")).order_by().values("team")
_PLACE = Coalesce(
    "position", Subquery(_movable.annotate(count=Count("pk")).values("count")), Value(0)
)


class Condition(Answer):
    """One question to an alert."""

    negated: bool = msgspec.field(name="not")
    field: str
    operation: str
    expected_value: str
    order: int
    key: str | UnsetType = UNSET


class Window(Answer, kw_only=True):
    """From one time to another: on all days, or from one day of the week to another."""

    start_day: str | UnsetType = UNSET
    start_hour: int
    start_minute: int
    end_day: str | UnsetType = UNSET
    end_hour: int
    end_minute: int


class Notified(Answer):
    """Whom a rule notifies; of nobody there is only the name "none"."""

    name: str
    id: UUID | UnsetType = UNSET
    type: str | UnsetType = UNSET


class Rule(Answer, kw_only=True):
    """A routing rule. `restrictions` is left out where there are none; `applyOrder` in v1."""

    id: UUID
    name: str
    is_default: bool
    condition_match_type: str
    conditions: list[Condition]
    restrictions: Window | list[Window] | UnsetType = UNSET
    notify: Notified
    apply_order: int | UnsetType = UNSET


def rules_written(rules: QuerySet[RoutingRule], *, version: str) -> list[Rule]:
    """Write rules. One query, which also counts them: that is the place of the default rule."""
    columns = [] if version == "v1" else ["place"]
    rows = rules.annotate(place=_PLACE).values(*COLUMNS, *columns)
    return [_rule(row, version) for row in rows]


def _rule(row: dict[str, Any], version: str) -> Rule:
    return Rule(
        id=row["id"],
        name=row["name"],
        is_default=row["is_default"],
        condition_match_type=spelled(row["match_type"]),
        conditions=[_condition(one) for one in row["conditions"]],
        restrictions=_restrictions(row["time_restriction"], version),
        notify=_notified(row),
        apply_order=row.get("place", UNSET),
    )


def _notified(row: dict[str, Any]) -> Notified:
    kind = row["kind"]
    if kind == NOBODY:
        return Notified(name=NOBODY)
    return Notified(name=row[f"{kind}__name"], id=row[f"{kind}_id"], type=kind)


def _condition(kept: Mapping[str, Any]) -> Condition:
    return Condition(
        negated=kept["not"],
        field=field_spelled(kept["field"]),
        operation=spelled(kept["operation"]),
        expected_value=kept["expectedValue"],
        order=kept["order"],
        key=kept.get("key") or UNSET,
    )


def _restrictions(
    kept: Mapping[str, Any] | None, version: str
) -> Window | list[Window] | UnsetType:
    """An object for all days, else a list; from v1.1 on a list."""
    if not kept:
        return UNSET
    if kept["type"] == WEEKLY:
        return [_window(one) for one in kept["restrictions"]]
    window = _window(kept["restriction"])
    return window if version == "v1" else [window]


def _window(kept: Mapping[str, Any]) -> Window:
    return Window(
        start_day=kept.get("startDay") or UNSET,
        start_hour=kept["startHour"],
        start_minute=kept["startMin"],
        end_day=kept.get("endDay") or UNSET,
        end_hour=kept["endHour"],
        end_minute=kept["endMin"],
    )
