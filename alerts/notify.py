"""Messages to people about an alert: rows to be sent, by each one's own notification rules.

Whoever is told the same again (an escalation that goes on, a snooze that ended) gets what their
rules for "Renotified alert" say; without such a rule, what those for a new alert say.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import NotificationRule, User
from alerts import log, personal_rules, routes
from alerts.due import send_when_due
from alerts.models import Alert, Notification
from alerts.personal_rules import Rules, Step
from alerts.repeats import repeat_later, repeats_of
from routing.facts import Facts

Action = NotificationRule.Action
ASKING = (Action.CREATE_ALERT, Action.RENOTIFIED)  # somebody is to look after the alert
# Of these, the log says so when a person's rules leave them untold.
AWAITED = (*ASKING, Action.ASSIGNED)
MOST_NAMES = 50  # of people, in one entry of the log

UNTOLD = {
    Action.CREATE_ALERT: "no notification rule for new alerts holds for this one now",
    Action.RENOTIFIED: "no notification rule for new alerts holds for this one now",
    Action.ASSIGNED: "no notification rule for assigned alerts holds for this one now",
}
log.WORDS |= {
    "notified": "notified {person} by {method} – {because}",
    "not_notified": "could not notify {person} by {method}: {reason}",
    "unreachable": "could not notify {person}: {reason}",
}


def plan(
    alert: Alert,
    because: Mapping[User, str],
    action: str,
    at: datetime,
    *,
    about: dict[str, Any] | None = None,
) -> list[Notification]:
    """Make the messages to these people, each with why they get it, and let them be sent.

    In the caller's transaction, in a constant number of statements. The log names whom nothing
    will reach.
    """
    if not because:
        return []
    facts = routes.facts_of(alert)
    actions = _actions_for(alert, because, action)
    rules = personal_rules.rules_of(because, ASKING if action in ASKING else [action])
    rows, repeats = [], []
    untold: dict[str, list[User]] = defaultdict(list)
    for person, own in actions.items():
        held = _held(rules, person, own, facts, at)
        steps = personal_rules.steps_of(held, person)
        if not steps and own in AWAITED:
            untold[UNTOLD[Action(own)]].append(person)
        rows += [_row(alert, step, because[person], own, at, about) for step in steps]
        repeats += repeats_of(alert, person, held, because[person], at)
    for reason, some in untold.items():
        log_untold(alert, some, reason)
    _let_see(alert, because)
    send_when_due(Notification.objects.bulk_create(rows), at)
    repeat_later(repeats)
    return rows


def was_told_since(alert: Alert, rule: NotificationRule, last: datetime) -> bool:
    """Whether a rule told its person in another way since, which has its own repeating."""
    told = Notification.objects.filter(alert=alert, user=rule.user, rule_ids__contains=[rule.pk])
    return told.filter(action__in=AWAITED, created_at__gt=last).exists()


def was_done(alert: Alert, key: str) -> bool:
    """Whether the messages of a key were made: a job whose worker died is done once more."""
    made = Notification.objects.filter(alert=alert, about__key=key)
    return bool(key) and made.exists()


def repeat(
    alert: Alert, rule: NotificationRule, because: str, since: datetime, at: datetime, *, key: str
) -> None:
    """Do the steps of a rule once more if it holds now; if not, it may the next time."""
    person = rule.user
    if person.is_blocked:
        return
    if personal_rules.holds(rule, person, routes.facts_of(alert), at):
        steps = personal_rules.steps_of([rule], person)
        action = Action.RENOTIFIED if rule.action in ASKING else rule.action
        rows = [_row(alert, step, because, action, at, {"key": key}) for step in steps]
        send_when_due(Notification.objects.bulk_create(rows), at)
    repeat_later(repeats_of(alert, person, [rule], because, at, since=since))


def _actions_for(alert: Alert, people: Iterable[User], action: str) -> dict[User, str]:
    """What it is to each of them: those who were told of a new alert before are told again."""
    if action != Action.CREATE_ALERT:
        return dict.fromkeys(people, action)
    told = Notification.objects.filter(alert=alert, user__in=people, action__in=ASKING)
    before = set(told.values_list("user", flat=True))
    return {one: Action.RENOTIFIED if one.pk in before else action for one in people}


def _held(
    rules: Rules, person: User, action: str, facts: Facts, at: datetime
) -> list[NotificationRule]:
    """The rules that hold; without any for being told again, those for a new alert."""
    for one in reversed(ASKING) if action == Action.RENOTIFIED else [action]:
        held = personal_rules.holding(rules.get((person.pk, one), ()), person, facts, at)
        if personal_rules.steps_of(held, person):
            return held
    return []


def _row(
    alert: Alert,
    step: Step,
    because: str,
    action: str,
    at: datetime,
    about: dict[str, Any] | None,
) -> Notification:
    return Notification(
        alert=alert,
        user=step.person,
        contact=step.contact,
        method=step.contact.method,
        to=step.contact.to,
        action=action,
        because=because[:600],
        about=about or {},
        created_at=at,
        due_at=at + timedelta(minutes=step.after_minutes),
        **step.by_rules(),
    )


def log_untold(alert: Alert, people: Sequence[User], reason: str) -> None:
    """Name in one entry of the alert's log those whom nothing reaches, and why."""
    ids = [str(one.pk) for one in people]
    by = Actor.system()
    log.record(alert, "unreachable", by=by, reason=reason, person=_named(people), person_ids=ids)


def _named(people: Sequence[User]) -> str:
    """The name of one, or how many and who: "2 people (Ben, Tom)"."""
    if len(people) == 1:
        return people[0].full_name
    more = len(people) - MOST_NAMES
    names = ", ".join(one.full_name for one in people[:MOST_NAMES])
    return f"{len(people)} people ({names}{f' and {more} more' if more > 0 else ''})"


def _let_see(alert: Alert, people: Iterable[User]) -> None:
    """Whoever is told of an alert may see it, and open lists show it to them as well.

    One statement, so that nobody gets lost.
    """
    new: list[UUID] = [one.pk for one in people if one.pk not in alert.people_ids]
    if not new:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE alerts_alert SET people_ids ="
            " (SELECT array_agg(DISTINCT pk) FROM unnest(people_ids || %s::uuid[]) AS pk),"
            " updated_at = %s WHERE id = %s",
            [new, timezone.now(), alert.pk],
        )
    alert.people_ids = [*alert.people_ids, *new]
