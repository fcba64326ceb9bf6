"""Notification rules that repeat: when they begin again, and what ends that.

Each time is a job of its own. Whoever is told in another way meanwhile, by the same rule, has that
rule repeat from then on, and no longer from before.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from procrastinate.contrib.django import app

from accounts.models import NotificationRule, User
from alerts import personal_rules
from alerts.models import Alert

A_WEEK = timedelta(days=7)  # the longest that a rule repeats

type Repeat = tuple[datetime, dict[str, Any]]  # when, and what the job needs to know


def repeats_of(
    alert: Alert,
    person: User,
    rules: Iterable[NotificationRule],
    because: str,
    at: datetime,
    *,
    since: datetime | None = None,
) -> list[Repeat]:
    """When a person's rules begin again; `since` is when they first did. None after a week."""
    found = []
    for rule in rules:
        minutes = personal_rules.repeats_after(rule)
        steps = personal_rules.steps_of([rule], person)
        if minutes and steps and at - (since or at) < A_WEEK:
            again = at + timedelta(minutes=steps[-1].after_minutes + minutes)
            more = {
                "alert_id": str(alert.pk),
                "rule_id": str(rule.pk),
                "because": because,
                "since": (since or at).isoformat(),
                "last": at.isoformat(),
                "key": uuid4().hex,
            }
            found.append((again, more))
    return found


def repeat_later(repeats: Iterable[Repeat]) -> None:
    """Let rules begin again, each when it should: one statement for each moment."""
    moments: dict[datetime, list[dict[str, Any]]] = defaultdict(list)
    for moment, more in repeats:
        moments[moment].append(more)
    for moment, jobs in moments.items():
        app.configure_task("alerts.repeat", schedule_at=moment).batch_defer(*jobs)
