"""What happened to an alert, its notes, and who was told. Contract: opsgenie-v1.md §6."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, UnsetType
from pydantic import Field

from accounts.actors import Actor
from alerts.models import AlertLog, Notification
from api.alerts import alerts_named, last_told, log_line
from api.v1.alert_answers import took
from api.v1.alert_asking import ALERTS, OneAlert, meant, no_alert
from api.v1.answers import Answer, milliseconds
from api.v1.asking import AnyCase, Text
from api.v1.calls import call
from api.v1.errors import invalid
from api.wire import ApiRequest

DIGITS = 18  # of the id of an entry
State = Notification.State
STATES = {
    State.WAITING: "pending",
    State.SENDING: "pending",
    State.SENT: "sent",
    State.SKIPPED: "notactive",
    State.FAILED: "failed",
}


class Entries(OneAlert):
    """An alert, and which of its entries: a page begins after the last key of the one before."""

    limit: Annotated[int, Field(ge=1, le=100)] = 100
    order: Annotated[Literal["asc", "desc"], AnyCase] = "asc"
    last_key: Text | None = Field(None, description="The lastKey of the page before.")


class LogLine(Answer):
    """What happened, and who did it."""

    log: str
    log_type: str
    owner: str
    created_at: int


class Logs(Answer):
    """What happened to an alert."""

    took: int
    logs: list[LogLine]
    last_key: str | UnsetType = UNSET


class NoteLine(Answer):
    """A note."""

    note: str
    owner: str
    created_at: int


class Notes(Answer):
    """The notes of an alert."""

    took: int
    notes: list[NoteLine]
    last_key: str | UnsetType = UNSET


class Recipient(Answer):
    """Somebody who was told, how far that is, and by what."""

    username: str
    state: str
    method: str
    state_changed_at: int


class Recipients(Answer):
    """Who was told of an alert. Groups are not told as such: their people are among the users."""

    took: int
    users: list[Recipient]
    groups: dict[str, list[Recipient]]


@call("GET", "alert/log", section=ALERTS, configures=False)
def list_alert_logs(request: ApiRequest, asked: Entries) -> Logs:
    """List the log of an alert.

    What happened first comes first, unless the order is desc.
    """
    found = _entries(asked, request.actor)
    lines = [
        LogLine(
            log=log_line(entry),
            log_type="comment" if entry.verb == "noted" else "system",
            owner=entry.actor_name,
            created_at=milliseconds(entry.at),
        )
        for entry in found
    ]
    return Logs(logs=lines, last_key=_key(found), took=took(request))


@call("GET", "alert/note", section=ALERTS, configures=False)
def list_alert_notes(request: ApiRequest, asked: Entries) -> Notes:
    """List the notes of an alert.

    The first comes first, unless the order is desc.
    """
    found = _entries(asked, request.actor, verb="noted")
    lines = [
        NoteLine(
            note=entry.details.get("note", ""),
            owner=entry.actor_name,
            created_at=milliseconds(entry.at),
        )
        for entry in found
    ]
    return Notes(notes=lines, last_key=_key(found), took=took(request))


@call("GET", "alert/recipient", section=ALERTS, configures=False)
def list_alert_recipients(request: ApiRequest, asked: OneAlert) -> Recipients:
    """List who was told of an alert.

    Of each person it says what was sent last.
    """
    rows = last_told(_alert_id(asked, request.actor))
    people = [
        Recipient(
            username=username,
            state=STATES[State(state)],
            method=method,
            state_changed_at=milliseconds(sent_at or created_at),
        )
        for username, state, method, sent_at, created_at in rows.values_list(
            "user__username", "state", "method", "sent_at", "created_at"
        )
    ]
    return Recipients(users=people, groups={}, took=took(request))


def _alert_id(asked: OneAlert, by: Actor) -> UUID:
    found = alerts_named(*meant(asked), by=by).values_list("pk", flat=True).first()
    if found is None:
        raise no_alert(asked)
    return found


def _entries(asked: Entries, by: Actor, **only: str) -> list[AlertLog]:
    entries = AlertLog.objects.filter(alert=_alert_id(asked, by), **only)
    if asked.last_key:
        after = _entry_id(asked.last_key)
        entries = entries.filter(**{"id__gt" if asked.order == "asc" else "id__lt": after})
    return list(entries.order_by("id" if asked.order == "asc" else "-id")[: asked.limit])


def _key(found: list[AlertLog]) -> str | UnsetType:
    """Where the next page begins: "1465686283273_1042"; none of an empty page."""
    return f"{milliseconds(found[-1].at)}_{found[-1].pk}" if found else UNSET


def _entry_id(key: str) -> int:
    number = key.rpartition("_")[2]
    if not number.isdecimal() or len(number) > DIGITS:
        raise invalid("lastKey", "Give the lastKey of the page before.")
    return int(number)
