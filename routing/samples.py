"""Alerts that came in, to try rules on. The floor that keeps alerts brings them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from routing.facts import Facts
from teams.models import Team


@dataclass(frozen=True, slots=True)
class Sample:
    """An alert to choose: its id, its words ("#41 db: ledger refuses writes"), when it came."""

    id: UUID
    words: str
    at: datetime


# (team, who asks, how many) → the team's newest alerts that they may see, newest first.
type Recent = Callable[[Team, Actor, int], Sequence[Sample]]
# (team, who asks, an alert's id) → what the rules know of it and when it came; None: no such alert.
type FactsOf = Callable[[Team, Actor, UUID], tuple[Facts, datetime] | None]
# (team, since when, how many) → the newest alerts that the team's rules have decided about.
type Since = Callable[[Team, datetime, int], Sequence[tuple[Facts, datetime]]]


@dataclass(frozen=True, slots=True)
class _Source:
    recent: Recent
    facts_of: FactsOf
    since: Since


_sources: list[_Source] = []


def register(recent: Recent, facts_of: FactsOf, since: Since) -> None:
    """Bring alerts to try rules on."""
    _sources[:] = [_Source(recent, facts_of, since)]


def are_there() -> bool:
    """Whether there is anything that keeps alerts."""
    return bool(_sources)


def recent(team: Team, by: Actor, limit: int) -> list[Sample]:
    """A team's newest alerts that the actor may see."""
    return list(_sources[0].recent(team, by, limit)) if _sources else []


def facts_of(team: Team, by: Actor, alert_id: UUID) -> tuple[Facts, datetime] | None:
    """What the rules know of one of the team's alerts, and when it came."""
    return _sources[0].facts_of(team, by, alert_id) if _sources else None


def since(team: Team, moment: datetime, limit: int) -> list[tuple[Facts, datetime]]:
    """The newest alerts that a team's rules have decided about since a moment."""
    return list(_sources[0].since(team, moment, limit)) if _sources else []
