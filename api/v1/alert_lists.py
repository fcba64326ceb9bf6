"""Alerts in lists, and counted. Contract: opsgenie-v1.md §6."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from pydantic import Field

from alerts.models import Alert
from api.v1.alert_answers import EPOCH, LISTED, Alerts, Counted, listed, took
from api.v1.alert_asking import ALERTS
from api.v1.asking import AnyCase, Asked, Texts, each
from api.v1.calls import call
from api.v1.finding import lowered
from api.wire import ApiRequest
from teams.models import Team

Status = Literal["open", "closed", "acked", "unacked", "seen", "notseen"]
# Seconds, milliseconds, microseconds or nanoseconds since 1970: the size tells which.
Stamp = Annotated[int, Field(ge=0, lt=2**63)]
IN_SECONDS = 10**11  # as many would be the year 5138
OPEN, SEEN = Q(status="open"), Q(acknowledged_at__isnull=False) | Q(closed_at__isnull=False)
STATES: dict[Status, Q] = {
    "open": OPEN,
    "closed": Q(status="closed"),
    "acked": OPEN & Q(is_acknowledged=True),
    "unacked": OPEN & Q(is_acknowledged=False),
    "seen": SEEN,
    "notseen": ~SEEN,
}
COLUMNS = {"createdAt": "created_at", "updatedAt": "updated_at"}


class Chosen(Asked):
    """Which alerts: all that is given must hold."""

    created_after: Stamp | None = None
    created_before: Stamp | None = None
    updated_after: Stamp | None = None
    updated_before: Stamp | None = None
    status: Annotated[Status, AnyCase] | None = Field(None, examples=["open"])
    teams: Texts = []
    tags: Texts = []
    tags_operator: Annotated[Literal["and", "or"], AnyCase] = Field(
        "or", description="Whether all of the tags are wanted, or any."
    )


class Listing(Chosen):
    """Which alerts, in which order, and how many at most."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    sort_by: Literal["createdAt", "updatedAt"] = "createdAt"
    order: Annotated[Literal["asc", "desc"], AnyCase] = "desc"


@call("GET", "alert", section=ALERTS, configures=False)
def list_alerts(request: ApiRequest, asked: Listing) -> Alerts:
    """List alerts.

    Times are seconds, milliseconds or nanoseconds since 1970. Without an order the newest come
    first; createdBefore with the last one's time gives those that follow.
    """
    falling = "-" if asked.order == "desc" else ""
    alerts = _chosen(request, asked).order_by(f"{falling}{COLUMNS[asked.sort_by]}", f"{falling}pk")
    rows = alerts.values(*LISTED)[: asked.limit]
    return Alerts(alerts=[listed(row) for row in rows], took=took(request))


@call("GET", "alert/count", section=ALERTS, configures=False)
def count_alerts(request: ApiRequest, asked: Chosen) -> Counted:
    """Count alerts."""
    return Counted(count=_chosen(request, asked).count(), took=took(request))


def _chosen(request: ApiRequest, asked: Chosen) -> QuerySet[Alert]:
    condition = STATES[asked.status] if asked.status else Q()
    for name, stamp in (
        ("created_at__gt", asked.created_after),
        ("created_at__lt", asked.created_before),
        ("updated_at__gt", asked.updated_after),
        ("updated_at__lt", asked.updated_before),
    ):
        if stamp is not None:
            condition &= Q(**{name: moment(stamp)})
    if tags := each(request, "tags"):
        has = "contains" if asked.tags_operator == "and" else "overlap"
        condition &= Q(**{f"tags__{has}": tags})
    if names := each(request, "teams"):
        condition &= Q(team_ids__overlap=_teams(request, names))
    return Alert.objects.visible_to(request.actor).filter(condition)


def _teams(request: ApiRequest, names: list[str]) -> list[object]:
    teams = Team.objects.visible_to(request.actor).alias(lower_name=Lower("name"))
    found = teams.filter(lower_name__in=[lowered(name) for name in names])
    return list(found.values_list("pk", flat=True))


def moment(stamp: int) -> datetime:
    """The time of a stamp, whatever it is counted in."""
    microseconds = stamp * 1_000_000
    while microseconds >= IN_SECONDS * 1_000_000:
        microseconds //= 1000
    return EPOCH + timedelta(microseconds=microseconds)
