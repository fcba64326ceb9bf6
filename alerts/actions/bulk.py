"""Acknowledging and closing many alerts, in a constant number of statements."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.actors import Actor
from accounts.permissions import require
from alerts import log
from alerts.actions.answers import acknowledged, closed
from alerts.actions.changing import NOT_ALLOWED
from alerts.models import Alert
from alerts.permissions import can_act_on_many


@transaction.atomic
def acknowledge_many(ids: Collection[UUID], *, by: Actor, all_at_once: bool = False) -> int:
    """Acknowledge those of these alerts that the actor sees and nobody has acknowledged.

    Returns how many. `all_at_once`: they are all there are, which needs a right of its own.
    """
    on_all = "alert-acknowledge-all" if all_at_once else ""
    require(can_act_on_many(by, "alert-acknowledge", on_all=on_all), NOT_ALLOWED)
    values = acknowledged(by, timezone.now())
    if by.user:
        values["owner"] = Coalesce("owner", by.user.pk)
    return _change(_seen(ids, by), Q(is_acknowledged=False), values, "acknowledged", by)


@transaction.atomic
def close_many(ids: Collection[UUID], *, by: Actor, all_at_once: bool = False) -> int:
    """Close those of these alerts that the actor sees and that are open. Returns how many."""
    on_all = "alert-close-all" if all_at_once else ""
    require(can_act_on_many(by, "alert-close", on_all=on_all), NOT_ALLOWED)
    return _change(_seen(ids, by), Q(), closed(by, timezone.now()), "closed", by)


def _seen(ids: Collection[UUID], by: Actor) -> QuerySet[Alert]:
    return Alert.objects.visible_to(by).open().filter(pk__in=ids)


def _change(alerts: QuerySet[Alert], only: Q, values: dict[str, Any], verb: str, by: Actor) -> int:
    # Locked in one order, so that two who choose the same alerts never wait crosswise.
    rows = alerts.filter(only).order_by("pk").select_for_update(of=("self",))
    changing = list(rows.defer("search_words"))
    Alert.objects.filter(pk__in=[alert.pk for alert in changing]).update(
        **values, updated_at=timezone.now()
    )
    log.record_all(changing, verb, by=by)
    return len(changing)
