"""Writing the log, and the words it is read in."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.actors import Actor
from accounts.models import AuditEntry

# verb → what is said of it, with {target} and the entry's details. Upper floors add theirs.
WORDS: dict[str, str] = {"demo.loaded": "loaded the demo organisation"}

type Changes = dict[str, tuple[Any, Any]]


def record(by: Actor, verb: str, target: models.Model, **more: Any) -> AuditEntry:
    """Write a log entry in the caller's transaction; `more` as in `entry`."""
    written = entry(by, verb, target, **more)
    written.save(force_insert=True)
    return written


def record_all(entries: Iterable[AuditEntry]) -> None:
    """Write many entries at once, in the caller's transaction."""
    AuditEntry.objects.bulk_create(entries)


def entry(
    by: Actor,
    verb: str,
    target: models.Model,
    *,
    team_id: UUID | None = None,
    changes: Changes | None = None,
    **details: Any,
) -> AuditEntry:
    """Make a log entry that is not written yet.

    `changes` maps a field's name to what it was before and is after; `details` is anything else
    worth reading. A verb without words in WORDS is a programmer's slip and raises KeyError.
    """
    WORDS[verb]
    return AuditEntry(
        actor_name=by.name,
        via=by.via,
        user_id=by.user.pk if by.user else None,
        api_key_id=by.api_key.pk if by.api_key else None,
        verb=verb,
        target_kind=target._meta.model_name or "",
        target_id=str(target.pk),
        target_name=_name(target),
        team_id=team_id,
        changes=_plain(changes or {}),
        details=_plain(details),
    )


def changes_to(row: models.Model, values: dict[str, Any]) -> Changes:
    """Set the values on a row and return what that changes: {field: (before, after)}."""
    changes = {}
    for field, after in values.items():
        before = getattr(row, field)
        if before != after:
            setattr(row, field, after)
            changes[field] = (before, after)
    return changes


def sentence(entry: AuditEntry) -> str:
    """Say what an entry records: "added Ben Member to the team Payments"."""
    template = WORDS.get(entry.verb, entry.verb + " {target}")
    try:
        return template.format(target=entry.target_name, **entry.details)
    except (KeyError, IndexError, ValueError):
        return f"{entry.verb} {entry.target_name}"


def _name(target: models.Model) -> str:
    return str(getattr(target, "full_name", "") or getattr(target, "name", "") or target)[:600]


def _plain(values: dict[str, Any]) -> Any:
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder, default=str))
