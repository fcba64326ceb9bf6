"""Whom an alert is for: its routes and responders, once for a new alert and after each snooze."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import NotificationRule, User
from alerts import escalation_runs, log, notify
from alerts.models import Alert, EscalationRun
from alerts.signals import alert_telling
from oncall.models import Escalation, Schedule
from oncall.targets import who_is_on_call

Action = NotificationRule.Action
SYSTEM = Actor.system()
KINDS = {"schedule": "schedule", "user": "person", "escalation": "escalation"}  # in words

log.WORDS |= {
    "told_nobody": "told nobody: {reason}",
    "nobody_on_call": "found nobody on call in the schedule {schedule}",
    "target_gone": "could not notify the {kind} {name}: deleted meanwhile",
}


@dataclass(frozen=True, slots=True)
class Target:
    """What an alert is for: a schedule, an escalation or a person, by its id; `name` as it was."""

    kind: str
    id: UUID
    name: str = field(default="", compare=False)


@transaction.atomic
def tell(alert_id: UUID) -> None:
    """Tell the people of an alert, once until a snooze ends."""
    now = timezone.now()
    if not Alert.objects.filter(pk=alert_id, told_at__isnull=True).update(told_at=now):
        return
    alert = Alert.objects.defer("search_words").get(pk=alert_id)
    alert_telling.send(Alert, alert=alert)
    if reason := _answered(alert, now):
        if alert.is_open:  # the answer may be taken back
            Alert.objects.filter(pk=alert_id).update(told_at=None)
        _log_nobody(alert, reason)
        return
    targets = _targets_of(alert)
    if not targets:
        _log_nobody(alert, _why_no_target(alert))
    _tell(alert, targets, now)


@transaction.atomic
def tell_more(alert_id: UUID, target: Target, *, key: str) -> None:
    """Tell a person, schedule or escalation that was added to an alert later; of one key, once."""
    now = timezone.now()
    alert = _held(Alert.objects.filter(pk=alert_id))
    if not alert or notify.was_done(alert, key):
        return
    reason = _at_rest(alert, now)
    if reason:
        _log_nobody(alert, reason)
    if not reason or (alert.is_open and target.kind == "escalation"):  # it begins after the snooze
        _tell(alert, [target], now, key=key)


@transaction.atomic
def escalate(run_id: UUID) -> None:
    """Let an escalation go on with what is due."""
    now = timezone.now()
    alert = _held(Alert.objects.filter(escalation_runs=run_id))
    running = EscalationRun.objects.filter(pk=run_id, state=EscalationRun.State.RUNNING)
    run = running.select_related("escalation").select_for_update(of=("self",)).first()
    if alert and run:
        told = escalation_runs.go_on(alert, [run], now)
        notify.plan(alert, told, Action.CREATE_ALERT, now)


@transaction.atomic
def repeat(
    alert_id: UUID, rule_id: UUID, because: str, since: datetime, *, last: datetime, key: str
) -> None:
    """Do the steps of a person's rule once more, unless the alert was answered since."""
    now = timezone.now()
    alert = Alert.objects.filter(pk=alert_id).defer("search_words").first()
    rules = NotificationRule.objects.filter(pk=rule_id, is_enabled=True).select_related("user")
    rule = rules.prefetch_related("steps__contact").first()
    if not alert or not rule or _answered(alert, now):
        return
    if not notify.was_done(alert, key) and not notify.was_told_since(alert, rule, last):
        notify.repeat(alert, rule, because, since, now, key=key)


def _tell(alert: Alert, targets: Sequence[Target], now: datetime, *, key: str = "") -> None:
    """Tell all of these; somebody who is found in several ways, once."""
    found: dict[User, list[str]] = defaultdict(list)
    for person, because in _people(alert, targets, now):
        found[person].append(because)
    people = {person: ", ".join(dict.fromkeys(reasons)) for person, reasons in found.items()}
    notify.plan(alert, people, Action.CREATE_ALERT, now, about={"key": key} if key else {})


def _people(alert: Alert, targets: Sequence[Target], now: datetime) -> Iterable[tuple[User, str]]:
    """Yield whom the targets stand for now, and why. The log names those that are gone."""
    ids = {kind: [one.id for one in targets if one.kind == kind] for kind in KINDS}
    schedules = Schedule.objects.only("name").in_bulk(ids["schedule"])
    people = User.objects.defer("search_words", "password").in_bulk(ids["user"])
    escalations = Escalation.objects.in_bulk(ids["escalation"])
    _log_gone(alert, [one for one in targets if one.id not in {*schedules, *people, *escalations}])
    yield from _on_call(alert, [schedules[pk] for pk in ids["schedule"] if pk in schedules], now)
    blocked = [person for person in people.values() if person.is_blocked]
    if blocked:
        notify.log_untold(alert, blocked, "blocked people are told nothing")
    yield from ((one, "Responder") for one in people.values() if not one.is_blocked)
    yield from escalation_runs.start(alert, list(escalations.values()), now).items()


def _on_call(
    alert: Alert, schedules: Sequence[Schedule], now: datetime
) -> Iterable[tuple[User, str]]:
    on_call = who_is_on_call([one.pk for one in schedules], now) if schedules else {}
    for one in schedules:
        if not on_call[one.pk]:
            log.record(alert, "nobody_on_call", by=SYSTEM, schedule=one.name)
        yield from ((person, f"Schedule {one.name}") for person in on_call[one.pk])


def _targets_of(alert: Alert) -> list[Target]:
    """What rules chose, who is named directly, escalations started by hand: each once."""
    chosen = alert.routes.exclude(target_id=None)
    routes: Any = chosen.values_list("target_kind", "target_id", "target_name")
    named = [
        (one["type"], UUID(one["id"]), one.get("name", ""))
        for one in alert.responders
        if one["type"] in KINDS
    ]
    earlier = alert.escalation_runs.order_by("started_at").values_list("escalation", flat=True)
    started = [("escalation", escalation) for escalation in earlier]
    return list(dict.fromkeys(Target(*one) for one in [*routes, *named, *started]))


def _held(alerts: QuerySet[Alert]) -> Alert | None:
    """Lock the alert until the transaction ends, and read it.

    No more than it must be: who deletes an escalation writes into the alert's log meanwhile.
    """
    rows = alerts.defer("search_words").select_for_update(of=("self",), no_key=True)
    return rows.first()


def _answered(alert: Alert, now: datetime) -> str:
    """Why nobody needs to be told any more, or nothing."""
    if alert.is_open and alert.is_acknowledged:
        return f"{alert.acknowledged_by} has acknowledged the alert already"
    return _at_rest(alert, now)


def _at_rest(alert: Alert, now: datetime) -> str:
    """Why nobody is told even if somebody asks for it, or nothing."""
    if not alert.is_open:
        return f"{alert.closed_by} has closed the alert already"
    return "the alert is snoozed" if alert.snoozed_until and alert.snoozed_until > now else ""


def _why_no_target(alert: Alert) -> str:
    if alert.routes.exists():
        return "the rules of its teams name nobody"
    return "it has no responders"


def _log_nobody(alert: Alert, reason: str) -> None:
    log.record(alert, "told_nobody", by=SYSTEM, reason=reason)


def _log_gone(alert: Alert, targets: Iterable[Target]) -> None:
    for one in targets:
        name = one.name or str(one.id)
        log.record(alert, "target_gone", by=SYSTEM, kind=KINDS[one.kind], name=name)
