"""Acme's alerts of the last days: some open, some answered, some long over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.actors import Via
from accounts.demo import fixed_id
from alerts import routes
from alerts.models import Alert, AlertLog, Route
from alerts.responders import Responder
from config.demo.cast import BY_LOGIN, person_id
from config.demo.teams import team_id
from routing.models import RuleBook

KEY = "prometheus"


@dataclass(frozen=True, slots=True)
class AlertOf:
    """An alert: when (days ago, minute of the office day), and what became of it, by whom.

    `acts` are pairs of a verb and a login, ten minutes apart; a note follows its login after ":".
    """

    message: str
    team: str
    days_ago: int
    minute: int
    priority: int = 3
    source: str = "prometheus"
    entity: str = ""
    tags: tuple[str, ...] = ()
    count: int = 1
    acts: tuple[tuple[str, str], ...] = ()


A = AlertOf
ALERTS = (
    A("db: ledger primary refuses writes", "Payments", 1, 470, 2, entity="ledger-1",
      tags=("prod", "ledger"), count=14,
      acts=(("acknowledged", "ben"), ("noted", "ben:Disk full on ledger-1, freeing space."))),
    A("Card payments fail at 4 % in EU", "Payments", 1, 440, 1, source="stripe-webhook",
      tags=("prod", "cards")),
    A("db: replica lag over 30 s", "Payments", 1, 300, 3, entity="ledger-2", tags=("prod",)),
    A("Load test: checkout p99 over 2 s", "Payments", 1, 120, 4, source="k6", tags=("test",),
      count=118, acts=(("closed", "ben"),)),
    A("Certificate of api.acme.example ends in 7 days", "Platform", 1, 60, 4,
      source="blackbox", tags=("tls",)),
    A("Node pool eu-2 has no room left", "Platform", 1, 410, 2, entity="eu-2", tags=("prod",)),
    A("Refund 8123 is stuck", "Payments", 2, 200, 3, source="backoffice", entity="refunds",
      acts=(("acknowledged", "tom"), ("closed", "tom"))),
    A("Fraud score service answers slowly", "Payments", 3, 30, 3, entity="fraud-score",
      acts=(("acknowledged", "ben"), ("closed", "ben"))),
    A("db: ledger primary is at 90 % disk", "Payments", 3, 250, 3, entity="ledger-1",
      tags=("prod", "ledger"), acts=(("closed", "ben"),)),
    A("Card processor down", "Payments", 4, 90, 1, source="stripe-webhook", tags=("prod",),
      count=3, acts=(("acknowledged", "ben"), ("noted", "ben:Stripe has an incident."),
                     ("closed", "tom"))),
    A("Deploy of checkout failed twice", "Platform", 5, 15, 4, source="ci",
      acts=(("closed", "tom"),)),
    A("Queue of invoices grows", "Payments", 6, 333, 3, acts=(("closed", "ben"),)),
)  # fmt: skip


def load(today: datetime) -> None:
    """Insert the alerts with their routes and logs."""
    made = [(one, *_rows(one, today)) for one in ALERTS]
    Alert.objects.bulk_create(
        alert for _, alert, _ in sorted(made, key=lambda row: row[1].created_at)
    )
    Route.objects.bulk_create(route for _, _, route in made)
    logs = [entry for one, alert, _ in made for entry in _log(one, alert)]
    AlertLog.objects.bulk_create(sorted(logs, key=lambda entry: entry.at))


def _rows(one: AlertOf, today: datetime) -> tuple[Alert, Route]:
    at = today - timedelta(days=one.days_ago) + timedelta(hours=9, minutes=one.minute)
    team, book = team_id(one.team), RuleBook.objects.get(team=team_id(one.team))
    responder = Responder("team", team, one.team, one.team, rules_version=book.version)
    alert = Alert(
        id=fixed_id("alert", one.message),
        alias=one.message.lower().replace(" ", "-"),
        message=one.message,
        entity=one.entity,
        source=one.source,
        priority=one.priority,
        tags=list(one.tags),
        count=one.count,
        created_at=at,
        updated_at=at,
        told_at=at,
        last_occurred_at=at + timedelta(minutes=one.count),
        responders=[responder.as_json()],
        team_ids=[team],
        **_state(one, at),
    )
    columns = routes.of_teams([responder], routes.facts_of(alert), at)[0]
    return alert, Route(id=fixed_id("route", one.message), alert=alert, at=at, **columns)


def _state(one: AlertOf, at: datetime) -> dict[str, Any]:
    state: dict[str, Any] = {}
    for number, (verb, login) in enumerate(one.acts, 1):
        who, when = BY_LOGIN[login.partition(":")[0]], at + timedelta(minutes=10 * number)
        if verb == "acknowledged":
            state |= {"is_acknowledged": True, "acknowledged_by": who.name, "acknowledged_at": when}
            state["owner_id"] = person_id(who.login)
        if verb == "closed":
            state |= {"status": "closed", "closed_by": who.name, "closed_at": when}
    return state


def _log(one: AlertOf, alert: Alert) -> Iterator[AlertLog]:
    yield AlertLog(
        alert=alert, at=alert.created_at, verb="created", actor_name=KEY, via=Via.API,
        details={"key": KEY},
    )  # fmt: skip
    for number, (verb, words) in enumerate(one.acts, 1):
        login, _, note = words.partition(":")
        yield AlertLog(
            alert=alert,
            at=alert.created_at + timedelta(minutes=10 * number),
            verb=verb,
            actor_name=BY_LOGIN[login].name,
            user_id=person_id(login),
            via=Via.WEB,
            details={"note": note} if note else {},
        )
