"""Alerts coming in, as quickly as they can be kept for good: two statements for most of them.

The first finds out who is named (`alerts.responders`). The second does everything else at once:
it counts up the open alert of the same alias, or adds the alert with its routes, its log, the
answer to whoever asks what became of the request, and the job that tells people. One statement
is one transaction, so all of it is there or none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.db import connection

from accounts.actors import Actor
from accounts.permissions import require
from alerts import limits, log, responders, routes
from alerts.limits import Named, NewAlert
from alerts.permissions import can_create
from alerts.responders import Responder, each_once
from alerts.waking import wake_workers

# The alert that is open is updated first, so that repeats use up no short number. ON CONFLICT is
# for two that come at the same time: the second one finds nothing to update, nor can it insert.
KEEP = """
    WITH counted AS (
        UPDATE alerts_alert
           SET count = count + 1, last_occurred_at = %(now)s, updated_at = %(now)s
         WHERE alias = %(alias)s AND status = 'open'
     RETURNING id, tiny_id, alias
    ), inserted AS (
        INSERT INTO alerts_alert (
            id, alias, message, description, entity, source, priority, tags, actions, details,
            responders, team_ids, people_ids, status, acknowledged_by, closed_by, api_key_id,
            created_at, updated_at, last_occurred_at)
        SELECT
            %(id)s, %(alias)s, %(message)s, %(description)s, %(entity)s, %(source)s, %(priority)s,
            %(tags)s::varchar[], %(actions)s::varchar[], %(details)s::jsonb,
            %(responders)s::jsonb, %(team_ids)s::uuid[], %(people_ids)s::uuid[], 'open', '', '',
            %(api_key_id)s::uuid, %(now)s, %(now)s, %(now)s
         WHERE NOT EXISTS (SELECT FROM counted)
        ON CONFLICT (alias) WHERE status = 'open' DO UPDATE
           SET count = alerts_alert.count + 1, last_occurred_at = %(now)s, updated_at = %(now)s
     RETURNING id, tiny_id, alias
    ), alert AS (
        SELECT id, tiny_id, alias, id = %(id)s AS is_new
          FROM (SELECT * FROM counted UNION ALL SELECT * FROM inserted) AS either
    ), routed AS (
        INSERT INTO alerts_route (
            id, alert_id, at, team_id, team_name, rules_version, rule_id, rule_name, target_kind,
            target_id, target_name, verdicts)
        SELECT gen_random_uuid(), alert.id, %(now)s, route.team_id, route.team_name,
            route.rules_version, route.rule_id, coalesce(route.rule_name, ''), route.target_kind,
            route.target_id, coalesce(route.target_name, ''), coalesce(route.verdicts, '[]')
          FROM alert, jsonb_to_recordset(%(routes)s::jsonb) AS route (
            team_id uuid, team_name text, rules_version int, rule_id uuid, rule_name text,
            target_kind text, target_id uuid, target_name text, verdicts jsonb)
         WHERE alert.is_new
    ), logged AS (
        INSERT INTO alerts_alertlog (
            alert_id, at, verb, actor_name, via, user_id, api_key_id, details)
        SELECT alert.id, %(now)s, entry.verb, %(actor_name)s, %(via)s, %(user_id)s::uuid,
            %(api_key_id)s::uuid, entry.details
          FROM alert, jsonb_to_recordset(%(entries)s::jsonb) AS entry (verb text, details jsonb)
         WHERE alert.is_new OR entry.verb <> 'created'
    ), requested AS (
        INSERT INTO alerts_alertrequest (
            id, api_key_id, at, action, is_success, status, alert_id, alias)
        SELECT %(request_id)s, %(api_key_id)s::uuid, %(now)s, 'Create', true,
            CASE WHEN is_new THEN 'Created alert' ELSE 'Counted up the open alert' END, id, alias
          FROM alert
         WHERE %(api_key_id)s::uuid IS NOT NULL
    )
    SELECT id, tiny_id, is_new, CASE WHEN is_new THEN procrastinate_defer_jobs_v1(ARRAY[ROW(
            'default', 'alerts.tell', 0, NULL, NULL, jsonb_build_object('alert_id', id), NULL
        )::procrastinate_job_to_defer_v1]) END
      FROM alert
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an alert that came in: a new one, or the open one of its alias."""

    alert_id: UUID
    tiny_id: int
    is_new: bool
    request_id: UUID


def take_in(new: NewAlert, *, by: Actor, now: datetime, request_id: UUID | None = None) -> Taken:
    """Keep an alert and let its people be told. Raises ValidationError, PermissionDenied.

    What is too long is cut; who is unknown is left out, and the log names them.
    """
    require(can_create(by))
    values = values_of(limits.fit(new), by=by, now=now, request_id=request_id or uuid4())
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)
        alert_id, tiny_id, is_new, jobs = cursor.fetchone()
    if jobs:
        wake_workers(jobs[0])
    return Taken(alert_id, tiny_id, is_new, values["request_id"])


def values_of(new: NewAlert, *, by: Actor, now: datetime, request_id: UUID) -> dict[str, Any]:
    """Return what KEEP keeps of an alert that is within the limits."""
    named = _responders_for(by, new)
    found = responders.find([*named, *new.visible_to])
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
            "now": now,
            "request_id": request_id,
            "responders": _json([one.as_json() for one in told]),
            "team_ids": [one.id for one in seeing if one.kind == "team"],
            "people_ids": _people_of(seeing, by),
            "routes": _json(_routes_of(new, alias, told, now)),
            "entries": _json(_entries_of(new, _unknown(named, found), by)),
        }
    )


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
        "details": _json(new.details),
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


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
