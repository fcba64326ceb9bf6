"""Why an alert went where it went, in the words of its page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.urls import reverse

from alerts.models import Alert, Notification, Route
from routing.models import RoutingRule
from routing.traces import TraceRow, trace_rows
from routing.verdicts import WON, read_verdicts

NO_RESPONDER = "It names no team, person, schedule or escalation, so no rule was asked."
ONLY_DIRECT = "It names whom to tell itself, so no rule was asked."
NAMED = 3  # people in a sentence


@dataclass(frozen=True, slots=True)
class RulesNow:
    """A team's rules as they are now: their version, and which is the default one."""

    version: int = 0
    ids: Mapping[UUID, bool] = field(default_factory=dict)

    @property
    def movable(self) -> int:
        """How many there are beside the default one."""
        return sum(not is_default for is_default in self.ids.values())


@dataclass(frozen=True, slots=True)
class Why:
    """What one team's rules said: the winner, where it led, each rule's line.

    Whoever may not see the team (`is_seen`) gets the target alone: no rule's name, no line.
    """

    route: Route
    is_seen: bool
    winner: str = ""  # "rule 2,", "the default rule,", "the rule"; "" when the team had no rules
    rows: list[TraceRow] = field(default_factory=list)
    unchecked: str = ""  # "3–6": the rules after the winner; "…" when nobody knows how many
    rule_address: str = ""  # of the winner, while it is there
    told: list[str] = field(default_factory=list)

    @property
    def target(self) -> str:
        """Where it led: "Payments_schedule", or nothing."""
        return self.route.target_name if self.route.target_kind != "none" else ""

    @property
    def told_names(self) -> str:
        """Who was told that way: "Ben Member", "Ada Admin, Ben Member and 3 more"."""
        more = len(self.told) - NAMED
        names = ", ".join(self.told[:NAMED])
        return f"{names} and {more} more" if more > 0 else names


def why(alert: Alert, seen: Collection[UUID], managed: Collection[UUID]) -> list[Why]:
    """Tell it for every team of an alert; three queries at most.

    `seen` are the teams whose rules the reader may see, `managed` those they may change.
    """
    routes = list(alert.routes.all())
    if not routes:
        return []
    now = _rules_now([route.team_id for route in routes])
    told = _told(alert)
    return [
        _why(route, now.get(route.team_id, RulesNow()), told, seen, managed) for route in routes
    ]


def why_no_route(alert: Alert) -> str:
    """Say why no rule was asked, of an alert without routes."""
    return ONLY_DIRECT if alert.responders else NO_RESPONDER


def _why(
    route: Route,
    now: RulesNow,
    told: list[tuple[str, str]],
    seen: Collection[UUID],
    managed: Collection[UUID],
) -> Why:
    via = f"{route.target_kind.capitalize()} {route.target_name}"
    # Reasons stand between commas: "Schedule Night" is no part of "Schedule Nights".
    that_way = (name for because, name in told if f", {via}, " in f", {because}, ")
    people = list(dict.fromkeys(that_way))
    if route.team_id not in seen:
        return Why(route, is_seen=False, told=people)
    verdicts = read_verdicts(route.verdicts)
    won = next((one.index + 1 for one in verdicts if one.result == WON), 0)
    # The default rule's line says nothing once another has won.
    rows = trace_rows(verdicts, route.rule_name or "Default rule")[: -1 if won else None]
    rows = [replace(row, label="Won") if row.state == "win" else row for row in rows]
    is_default = now.ids.get(route.rule_id, False) if route.rule_id else False
    # Of many rules the job that tells people writes down what they said; until then, or when the
    # rules changed before it could, only the winner is known.
    is_explained = bool(verdicts) or is_default or not route.rule_id
    return Why(
        route,
        is_seen=True,
        winner=_winner(route, won, is_explained),
        rows=rows if is_explained and route.rule_id else [],
        unchecked=_unchecked(won, now, route) if won else "",
        rule_address=_address(route, now, managed),
        told=people,
    )


def _winner(route: Route, won: int, is_explained: bool) -> str:
    if not route.rule_id:
        return ""
    if won:
        return f"rule {won}"
    return "the default rule" if is_explained else "the rule"


def _unchecked(won: int, now: RulesNow, route: Route) -> str:
    if now.version != route.rules_version:
        return "…"
    first, last = won + 1, now.movable
    return "" if first > last else str(first) if first == last else f"{first}–{last}"


def _address(route: Route, now: RulesNow, managed: Collection[UUID]) -> str:
    """Where the winner can be read: its own page for who may change it, else the list."""
    if route.rule_id not in now.ids:
        return ""
    if route.team_id in managed:
        return reverse("routing:rule_edit", args=[route.team_id, route.rule_id])
    return reverse("routing:rules", args=[route.team_id])


def _rules_now(team_ids: Collection[UUID]) -> dict[UUID, RulesNow]:
    rules = RoutingRule.objects.filter(team__in=team_ids)
    found: dict[UUID, dict[UUID, bool]] = {}
    versions: dict[UUID, int] = {}
    for team_id, pk, is_default, version in rules.values_list(
        "team_id", "pk", "is_default", "team__rule_book__version"
    ):
        found.setdefault(team_id, {})[pk] = is_default
        versions[team_id] = version or 0
    return {team_id: RulesNow(versions[team_id], ids) for team_id, ids in found.items()}


def _told(alert: Alert) -> list[tuple[str, str]]:
    """Why somebody was told, and their name; of messages that went out."""
    sent = alert.notifications.filter(state=Notification.State.SENT)
    names = sent.order_by("created_at", "user__full_name")
    return list(names.values_list("because", "user__full_name").distinct())
