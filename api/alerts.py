"""What both APIs know of alerts: which one a request means, and its log in words."""

from typing import Literal
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from accounts.actors import Actor
from alerts.limits import ALIAS, text_of
from alerts.log import sentence
from alerts.models import Alert, AlertLog, Notification

LONGEST_NUMBER = 19  # digits: less than 2**63
type Kind = Literal["id", "alias", "tiny"]


def alerts_named(name: str, kind: Kind, *, by: Actor) -> QuerySet[Alert]:
    """The alerts of that name that the actor sees: the first is meant, if there is one.

    Of one alias it is the open one, else the latest. Of several that are open, a key means the
    one that it sent itself, or another of its team.
    """
    alerts = Alert.objects.visible_to(by)
    if kind == "alias":
        found = alerts.filter(alias=text_of(name, ALIAS))
        own = Q(scope=by.api_key.team_id if by.api_key else None)
        first = Case(When(own, then=0), default=1)
        return found.order_by("-status", first, "-created_at")
    if kind == "tiny":
        is_number = name.isdecimal() and len(name) < LONGEST_NUMBER
        return alerts.filter(tiny_id=int(name)) if is_number else alerts.none()
    try:
        return alerts.filter(pk=UUID(name))
    except ValueError:
        return alerts.none()


def log_line(entry: AlertLog) -> str:
    """Say it as Opsgenie's logs do: "Ben Member acknowledged the alert via web"."""
    return f"{entry.actor_name} {sentence(entry)} via {entry.via}"


def last_told(alert_id: UUID) -> QuerySet[Notification]:
    """What was sent last of an alert, to each person once."""
    told = Notification.objects.filter(alert=alert_id)
    return told.order_by("user", "-created_at").distinct("user")
