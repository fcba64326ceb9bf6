"""Messages about shifts, by the rules of those whose shifts they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import NotificationRule, User
from alerts import personal_rules
from alerts.due import send_when_due
from alerts.models import Notification
from alerts.personal_rules import Rules
from alerts.shift_edges import Edge
from oncall.models import Schedule
from oncall.targets import Named, people_named

Action = NotificationRule.Action
ACTIONS = (Action.SCHEDULE_START, Action.SCHEDULE_END)


@dataclass(frozen=True, slots=True)
class Notice:
    """A shift that begins or ends and is to be told now, by rules for the moment `before`."""

    schedule: Schedule
    edge: Edge
    before: str


def tell(notices: Sequence[Notice], now: datetime) -> None:
    """Make the messages and let them be sent. In the caller's transaction; seven statements."""
    if not notices:
        return
    named = {one.edge.who: [Named(one.edge.who.kind, one.edge.who.id)] for one in notices}
    people = people_named(named)
    everybody = {person for some in people.values() for person in some}
    rules = personal_rules.rules_of(everybody, ACTIONS)
    rows = {
        (row.user_id, row.contact_id, row.action, row.about["schedule_id"], row.about["start"]): row
        for one in notices
        for person in people[one.edge.who]
        for row in _rows(one, person, rules, now)
    }
    send_when_due(Notification.objects.bulk_create(rows.values()), now)


def is_about(rule: NotificationRule, schedule: Schedule) -> bool:
    """Whether a rule is about this schedule: one that names none is about all."""
    named: Sequence[Mapping[str, Any]] = rule.schedules or []
    known = {str(schedule.pk), schedule.name.lower()}
    return not named or any(
        str(one.get("id") or one.get("name") or "").lower() in known for one in named
    )


def _rows(notice: Notice, person: User, rules: Rules, now: datetime) -> Iterator[Notification]:
    holding = [
        rule
        for rule in rules.get((person.pk, notice.edge.action), ())
        if notice.before in rule.notification_time
        and is_about(rule, notice.schedule)
        and personal_rules.is_open(rule, person, now)
    ]
    for step in personal_rules.steps_of(holding, person):
        yield Notification(
            user=person,
            contact=step.contact,
            method=step.contact.method,
            to=step.contact.to,
            action=notice.edge.action,
            because=f"Schedule {notice.schedule.name}",
            about=_about(notice),
            created_at=now,
            due_at=now,
            **step.by_rules(),
        )


def _about(notice: Notice) -> dict[str, str]:
    return {
        "schedule": notice.schedule.name,
        "schedule_id": str(notice.schedule.pk),
        "address": notice.schedule.get_absolute_url(),
        "before": notice.before,
        "start": notice.edge.start.isoformat(),
        "end": notice.edge.end.isoformat(),
    }
