"""The log and the notes of an alert, page by page. A page begins at the id of an entry."""

from collections.abc import Callable
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Field, Query, Schema

from alerts.models import AlertLog
from api import wire
from api.alerts import log_line
from api.auth import require_read
from api.errors import unprocessable
from api.v2 import alert_schemas
from api.v2.alert_finding import must_find
from api.v2.paging import url_with
from api.v2.router import router
from api.v2.schemas import Which
from api.wire import ApiRequest

DIGITS = 18  # of an offset


class Page(Schema):
    """Which entries: from one on, onwards or backwards."""

    offset: str = ""
    direction: Literal["next", "prev"] = "next"
    limit: int = Field(100, ge=1, le=100)
    order: Literal["asc", "desc"] = "desc"


@router.get("/alerts/{path:identifier}/logs", response=alert_schemas.Logs, url_name="alert_logs")
def alert_logs(
    request: ApiRequest, identifier: str, which: Query[Which], page: Query[Page]
) -> HttpResponse:
    """List what happened to an alert."""

    def line(entry: AlertLog) -> dict[str, Any]:
        return {"log": log_line(entry), "type": "system"}

    return _lines(request, identifier, which, page, line)


@router.get(
    "/alerts/{path:identifier}/notes", response=alert_schemas.Notes, url_name="alert_add_note"
)
def alert_notes(
    request: ApiRequest, identifier: str, which: Query[Which], page: Query[Page]
) -> HttpResponse:
    """List the notes of an alert."""

    def line(entry: AlertLog) -> dict[str, Any]:
        return {"note": entry.details.get("note", "")}

    return _lines(request, identifier, which, page, line, verb="noted")


def _lines(
    request: ApiRequest,
    name: str,
    which: Which,
    page: Page,
    line: Callable[[AlertLog], dict[str, Any]],
    **only: str,
) -> HttpResponse:
    require_read(request.actor)
    alert = must_find(name, which, by=request.actor)
    entries = alert.log.filter(**only)
    is_falling = (page.order == "desc") is (page.direction == "next")
    if page.offset:
        at = _entry_id(page.offset)
        entries = entries.filter(id__lt=at) if is_falling else entries.filter(id__gt=at)
    found = list(entries.order_by("-id" if is_falling else "id")[: page.limit + 1])
    more, found = len(found) > page.limit, found[: page.limit]
    paging = {"first": url_with(request, offset=None, direction=None)}
    if more:
        paging["next"] = url_with(request, offset=found[-1].pk, direction=page.direction)
    if page.direction == "prev":
        found.reverse()
    rows = [line(entry) | _who_and_when(entry) for entry in found]
    return wire.data(request, rows, paging=paging)


def _who_and_when(entry: AlertLog) -> dict[str, str]:
    return {
        "owner": entry.actor_name,
        "createdAt": wire.moment(entry.at),
        "offset": str(entry.pk),
    }


def _entry_id(offset: str) -> int:
    if not offset.isdecimal() or len(offset) > DIGITS:
        raise unprocessable(offset="should be the offset of an entry")
    return int(offset)
