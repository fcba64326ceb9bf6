"""The log of a team. Contract: seeds/003, opsgenie-v1.md §4."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import Q
from msgspec import UNSET, UnsetType
from pydantic import Field

from accounts import audit
from accounts.models import AuditEntry, User
from api.v1.answers import Answer, milliseconds
from api.v1.asking import AnyCase, OneOf, Whole, Words
from api.v1.calls import call
from api.v1.errors import invalid
from api.v1.finding import team_of
from api.v1.teams import TEAMS
from api.wire import ApiRequest

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KEY = re.compile(r"([0-9]{1,17})_([0-9a-f]{32})", re.ASCII)  # microseconds, id
_OF_THE_TEAM = re.compile(r" (?:to|of|in|from) the team \{target\}")


class Which(OneOf):
    """Which entries of which team's log."""

    limit: Annotated[Whole, Field(ge=1, le=100)] = Field(100, examples=["20"])
    order: Annotated[Literal["asc", "desc"], AnyCase] = "desc"
    last_key: Words | None = None
    lastkey: Words | None = Field(None, description="Another spelling of lastKey.")


class Line(Answer):
    """An entry: what was done, who did it, and when in milliseconds since 1970."""

    log: str
    owner: str
    created_at: int


class Lines(Answer, kw_only=True):
    """A page of a log. `lastKey` names its last entry; it is left out when there is none."""

    last_key: str | UnsetType = UNSET
    logs: list[Line]


@call("GET", "team/log", section=TEAMS)
def list_team_logs(request: ApiRequest, asked: Which) -> Lines:
    """List the log of a team.

    What happened, the latest first, or with `order=asc` the oldest. The next page begins after
    `lastKey`, which is the one of the page before; the last page is the one without logs. The
    owner is a user name, the name of the API key, or System.
    """
    team = team_of(asked, by=request.actor)
    entries = AuditEntry.objects.of_team(team.pk)
    is_falling = asked.order == "desc"
    if key := asked.last_key or asked.lastkey:
        entries = entries.filter(_beyond(key, "lt" if is_falling else "gt"))
    order = ("-at", "-id") if is_falling else ("at", "id")
    found = list(entries.order_by(*order).defer("search_words", "changes")[: asked.limit])
    names = _names(found)
    logs = [
        Line(log=_text(one), owner=_owner(one, names), created_at=milliseconds(one.at))
        for one in found
    ]
    return Lines(last_key=_key(found[-1]) if found else UNSET, logs=logs)


def _key(entry: AuditEntry) -> str:
    return f"{(entry.at - EPOCH) // timedelta(microseconds=1)}_{entry.pk.hex}"


def _beyond(key: str, side: str) -> Q:
    """The entries on one side of that which a key names, which need not be there any more."""
    parts = _KEY.fullmatch(key)
    if parts is None:
        raise invalid("lastKey", "Give the lastKey of the page before.")
    at, pk = EPOCH + timedelta(microseconds=int(parts[1])), UUID(parts[2])
    # The first condition is what lets PostgreSQL enter the index at the right place.
    return Q(**{f"at__{side}e": at}) & (Q(**{f"at__{side}": at}) | Q(**{f"pk__{side}": pk}))


def _names(entries: Iterable[AuditEntry]) -> dict[UUID, str]:
    """The user names of those who did it, as far as they are still there. One query."""
    people = {one.user_id for one in entries if one.user_id}
    return dict(User.objects.filter(pk__in=people).values_list("pk", "username"))


def _owner(entry: AuditEntry, names: dict[UUID, str]) -> str:
    known = names.get(entry.user_id) if entry.user_id else None
    return known or entry.actor_name or "System"


def _text(entry: AuditEntry) -> str:
    """Say it as Opsgenie's logs do: "Created team.", "Updated the escalation Payments."."""
    try:
        said = _template(entry.verb).format(target=entry.target_name, **entry.details)
    except (KeyError, IndexError, ValueError, TypeError):
        said = audit.sentence(entry)
    return f"{said[:1].upper()}{said[1:]}."


@cache
def _template(verb: str) -> str:
    """What a verb is read as in its team's own log, which doesn't name the team again."""
    words = _OF_THE_TEAM.sub("", audit.WORDS[verb]).replace("the team {target}", "team")
    return re.sub(r"^changed\b", "updated", words)
