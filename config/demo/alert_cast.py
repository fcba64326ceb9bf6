"""Acme's alerts: what came, when, and what people did about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class AlertOf:
    """An alert. `when` is "days ago, hh:mm" in UTC, or instead of the days one of LATEST.

    Each of `acts` is "minutes login verb", with a note, a person or hours after it. In the chat,
    "ben@slack" is who is connected, "@bob" is somebody who is not.
    """

    message: str
    team: str  # or "" for nobody, or a login
    when: str
    priority: int = 3
    source: str = "prometheus"
    entity: str = ""
    tags: str = ""
    count: int = 1
    acts: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did, so many minutes after the alert came.

    `login` is empty for who is not connected; `chat_name` is "@ben" for what was done in Slack.
    """

    minutes: int
    login: str
    chat_name: str
    verb: str
    more: str


def acts_of(one: AlertOf) -> Iterator[Act]:
    """Yield what was done about an alert."""
    for act in one.acts:
        minutes, who, verb, *more = act.split(maxsplit=3)
        login, at, _ = who.partition("@")
        chat_name = f"@{login}" if login and at else who if at else ""
        yield Act(int(minutes), login, chat_name, verb, " ".join(more))


# The latest day before today that is one of these, Monday being 0: what rules with windows need.
LATEST = {"weekday": range(5), "weekend": (5, 6)}


def moment_of(when: str, today: datetime) -> datetime:
    """Return when an alert came; `today` is the midnight with which the day of loading begins."""
    day, clock = when.split()
    hours, minutes = map(int, clock.split(":"))
    if day in LATEST:
        back = next(n for n in range(1, 8) if (today - timedelta(n)).weekday() in LATEST[day])
    else:
        back = int(day)
    return today - timedelta(days=back) + timedelta(hours=hours, minutes=minutes)


A = AlertOf
ALERTS = (
    A("db: ledger primary refuses writes", "Payments", "weekday 19:14", 1, entity="ledger-1",
      tags="prod ledger", count=14, details=("region=eu",),
      acts=("3 ben@slack acknowledged",
            "10 ben@slack noted Disk full on ledger-1, freeing space.",
            "17 ada@slack prioritised P2")),
    A("Card payments fail at 4 % in EU", "Payments", "1 18:52", 1, "stripe-webhook",
      tags="prod cards", count=31),
    A("Node pool eu-2 has no room left", "Platform", "1 20:05", 2, entity="eu-2", tags="prod"),
    A("fraud score: model answers slowly in EU", "Payments", "1 21:40", 3, entity="fraud-score",
      tags="prod", details=("region=eu",), acts=("25 tom snoozed 60",)),
    A("Certificate of api.acme.example ends in 7 days", "Platform", "1 10:00", 4, "blackbox",
      tags="tls"),
    A("Bank transfer: refund 8123 is stuck", "Payments", "weekend 11:20", 3, "backoffice",
      entity="refunds", acts=("8 cem acknowledged", "9 cem noted The bank’s file comes at 14:00.")),
    A("Payroll export was not fetched", "", "1 06:30", 4, "backoffice"),
    A("Look at the load balancer’s new limits", "jamal", "2 13:10", 5, "ada@acme.example"),
    A("Load test: checkout p99 over 2 s", "Payments", "2 11:00", 4, "k6", tags="test", count=118,
      acts=("95 ben@slack closed",)),
    A("Crash rate of the Android app over 1 %", "Mobile", "2 15:22", 2, "crashes", tags="android",
      acts=("4 ines@slack acknowledged", "40 ines@slack noted Rolled 4.18.2 back.",
            "70 ines closed")),
    A("Nightly report of sales is late", "Data", "weekday 08:30", 3, "airflow", tags="nightly",
      acts=("12 ravi acknowledged", "50 ravi closed")),
    A("Deploy of checkout failed twice", "Platform", "weekday 09:15", 4, "ci", tags="build",
      acts=("20 @bob closed",)),
    A("db: replica lag over 30 s", "Payments", "3 14:00", 3, entity="ledger-2", tags="prod",
      acts=("6 ben acknowledged", "22 ben closed")),
    A("Chargebacks doubled within an hour", "Fraud", "3 16:45", 2, "fraud-rules",
      acts=("5 lukasz acknowledged", "64 lukasz closed")),
    A("Phone queue of support over 20 callers", "Support", "4 12:05", 3, "telephony",
      acts=("3 paola acknowledged", "33 paola closed")),
    A("db: ledger primary is at 90 % disk", "Payments", "5 13:10", 3, entity="ledger-1",
      tags="prod ledger", acts=("44 ben closed",)),
    A("Card processor down", "Payments", "6 08:31", 1, "stripe-webhook", tags="prod cards", count=3,
      acts=("2 ben@slack acknowledged", "6 ben@slack noted Stripe has an incident.",
            "58 tom closed")),
    A("Load test: ledger writes time out", "Payments", "8 10:20", 4, "k6", tags="test", count=42,
      acts=("60 tom closed",)),
    A("Build farm has lost 3 of 12 machines", "Platform", "9 07:45", 3, "ci", tags="build",
      acts=("18 jamal acknowledged", "75 jamal closed")),
    A("Queue of invoices grows", "Payments", "11 14:33", 3, acts=("31 @bob closed",)),
    A("db: connections of ledger used up", "Payments", "13 21:14", 2, entity="ledger-1",
      tags="prod ledger", acts=("4 cem acknowledged", "37 cem closed")),
    A("Card processor answers slowly", "Payments", "17 09:05", 1, "stripe-webhook",
      tags="prod cards", acts=("3 tom acknowledged", "49 tom closed")),
    A("Push messages wait for 10 minutes", "Mobile", "19 17:30", 3, "push",
      acts=("15 kaori closed",)),
    A("fraud score: no answers from the model", "Payments", "24 12:00", 2, entity="fraud-score",
      acts=("5 ben@slack acknowledged", "41 ben@slack closed")),
)  # fmt: skip
