"""Alerts coming in, as quickly as they can be kept for good: one statement for many of them.

It counts up the open alert of the same alias, or adds the alert with its routes, its log, the
answer to whoever asks what became of the request, and the job that tells people. One statement
is one transaction, so all of it is there or none, and it is on disk when `take_in` returns.
Alerts that come while a statement is under way make up the next one together.

Who is named was found out before (`alerts.responders`). Teams are remembered with the version of
their rules: the statement keeps no alert unless they are still so, and then it is done once more.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import DatabaseError, connection

from accounts.actors import Actor
from accounts.permissions import require
from alerts import limits, log, routes
from alerts.gathering import Gathering
from alerts.keeping import Kept, keep_each
from alerts.limits import Named, NewAlert
from alerts.permissions import can_create
from alerts.responders import Remembered, Responder, each_once
from alerts.waking import wake_workers

MOST_AT_ONCE = 32  # alerts in one statement
PATIENCE = 0.004  # seconds, about what a statement takes

_remembered = Remembered()


class KeyHasChanged(Exception):
    """The key is not as it was when it was looked up; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an alert that came in: a new one, or the open one of its alias."""

    alert_id: UUID
    tiny_id: int
    is_new: bool
    request_id: UUID


def take_in(
    new: NewAlert,
    *,
    by: Actor,
    now: datetime,
    request_id: UUID | None = None,
    key_version: str | None = None,
) -> Taken:
    """Keep an alert and let its people be told. Raises ValidationError, PermissionDenied.

    What is too long is cut; who is unknown is left out, and the log names them. Whoever gives
    the `key_version` that the actor's key had once gets KeyHasChanged when it has another now.
    """
    require(can_create(by))
    new, request_id = limits.fit(new), request_id or uuid4()
    values = values_of(new, by=by, now=now, request_id=request_id)
    kept = _keep(values | {"key_version": key_version})
    if kept is None:  # key or teams are not as they were when they were last looked up
        _remembered.forget(_all_named(by, new))
        if key_version is not None:
            raise KeyHasChanged
        kept = _keep(values_of(new, by=by, now=now, request_id=request_id))
    assert kept  # noqa: S101  what was just looked up is not checked once more
    return Taken(kept.id, kept.tiny_id, kept.is_new, request_id)


def _keep(values: dict[str, Any]) -> Kept | None:
    """Keep an alert with others, or in the caller's own transaction if there is one."""
    if connection.in_atomic_block:
        kept = _keep_all([values])[0]
        assert not isinstance(kept, Exception)  # noqa: S101  of one alone they are raised
        return kept
    return _together.add(values)


def _keep_all(alerts: Sequence[dict[str, Any]]) -> list[Kept | Exception | None]:
    kept = keep_each(alerts)
    jobs = [one.job for one in kept if isinstance(one, Kept) and one.job]
    if jobs:
        with suppress(DatabaseError):  # kept is kept, and workers also look by themselves
            wake_workers(jobs[0])
    return kept


def _alias_and_scope(values: dict[str, Any]) -> tuple[str, UUID | None]:
    return values["alias"], values["scope"]


_together: Gathering[dict[str, Any], Kept | None] = Gathering(
    _keep_all, _alias_and_scope, most=MOST_AT_ONCE, patience=PATIENCE
)


def values_of(new: NewAlert, *, by: Actor, now: datetime, request_id: UUID) -> dict[str, Any]:
    """Return what `keep` takes of an alert that is within the limits."""
    named = _responders_for(by, new)
    found, known = _remembered.find(_all_named(by, new))
    told = each_once(found[: len(named)])
    seeing = each_once([*told, *found[len(named) :]])
    alert_id = uuid4()
    alias = new.alias or str(alert_id)
    return (
        _as_it_came(new)
        | log.who(by)
        | {
            "id": alert_id,
            "alias": alias,
            "scope": by.api_key.team_id if by.api_key else None,
            "at": now,
            "request_id": request_id,
            "responders": [one.as_json() for one in told],
            "team_ids": [one.id for one in seeing if one.kind == "team"],
            "people_ids": _people_of(seeing, by),
            "routes": _routes_of(new, alias, told, now),
            "entries": _entries_of(new, _unknown(named, found), by),
            "known": [
                {"id": one.id, "name": one.name, "version": one.rules_version} for one in known
            ],
        }
    )


def _all_named(by: Actor, new: NewAlert) -> Sequence[Named]:
    return (*_responders_for(by, new), *new.visible_to)


def _responders_for(by: Actor, new: NewAlert) -> Sequence[Named]:
    """Whom to tell: a team's key sends to its team, whomever the alert names."""
    if by.api_key and by.api_key.team_id:
        return [Named("team", id=str(by.api_key.team_id))]
    return new.responders


def _as_it_came(new: NewAlert) -> dict[str, Any]:
    """The columns that are as they came."""
    return {
        "message": new.message,
        "description": new.description,
        "entity": new.entity,
        "source": new.source,
        "priority": new.priority,
        "tags": list(new.tags),
        "actions": list(new.actions),
        "details": new.details,
    }


def _people_of(seeing: Sequence[Responder], by: Actor) -> list[UUID]:
    """Who sees the alert beside the teams: those named, and the person who made it."""
    people = [one.id for one in seeing if one.kind == "user"]
    return [*people, by.user.pk] if by.user and by.user.pk not in people else people


def _routes_of(
    new: NewAlert, alias: str, told: Sequence[Responder], now: datetime
) -> list[dict[str, Any]]:
    teams = [one for one in told if one.kind == "team"]
    return routes.of_teams(teams, routes.facts_of_new(new, alias, told), now) if teams else []


def _unknown(named: Sequence[Named], found: Sequence[Responder | None]) -> list[str]:
    """The responders that are not there, as they were named."""
    pairs = zip(named, found, strict=False)
    unknown = (f"{one.kind} {one.name or one.id}" for one, there in pairs if there is None)
    return [limits.text_of(words, limits.UNKNOWN) for words in unknown]


def _entries_of(new: NewAlert, unknown: list[str], by: Actor) -> list[dict[str, Any]]:
    """What the log begins with. A note is kept when an alert is only counted up, too."""
    more = log.on_behalf(by)
    created = {"verb": "created", "details": more | ({"unknown": unknown} if unknown else {})}
    noted = {"verb": "noted", "details": more | {"note": new.note}}
    return [created, noted] if new.note else [created]
