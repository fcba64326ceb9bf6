"""Acme's escalations: whom to tell, and whom then, when nobody answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.demo import fixed_id
from config.demo.cast import person_id
from config.demo.teams import team_id
from oncall.models import Escalation, EscalationRule


@dataclass(frozen=True, slots=True)
class EscalationOf:
    """An escalation of a team; each step is "minutes kind notify-type name".

    `repeat` is after how many minutes it begins again, and how often.
    """

    name: str
    team: str
    steps: tuple[str, ...]
    about: str = ""
    repeat: tuple[int, int] | None = None
    closes: bool = False


# What a team has from birth, where nobody has changed it.
USUAL = ("0 schedule default {0}_schedule", "5 team all {0}")
ESCALATIONS = (
    EscalationOf("Payments_escalation", "Payments", (
        "0 schedule default Payments_schedule", "5 schedule next Payments_schedule",
        "10 team admins Payments", "20 team all Payments", "30 user default ada",
    ), "Whoever is on call, then whoever comes next, then everybody.", (30, 3)),
    EscalationOf("Payments_calm", "Payments", (
        "15 schedule default Payments_schedule", "240 team admins Payments",
    ), "For what can wait until somebody has finished their coffee."),
    EscalationOf("Platform_escalation", "Platform", (
        "0 schedule default Platform_schedule", "10 team random Platform", "20 team all Platform",
    ), repeat=(60, 2), closes=True),
    EscalationOf("Fraud_escalation", "Fraud", (
        "0 schedule default Fraud_schedule", "5 user default hugo", "15 team all Fraud",
    )),
    EscalationOf("Mobile_escalation", "Mobile", USUAL),
    EscalationOf("Data_escalation", "Data", (
        "0 schedule default Data_schedule", "30 team users Data",
        "60 schedule default Platform_schedule",
    )),
    EscalationOf("Data_holidays", "Data", ("0 schedule default Data_holidays",)),
    EscalationOf("Support_escalation", "Support", (
        "0 schedule default Support_schedule", "5 schedule previous Support_schedule",
        "10 team all Support",
    )),
)  # fmt: skip


def load(made: dict[str, datetime], schedules: dict[str, UUID]) -> None:
    """Insert the escalations of teams that were made then, naming these schedules."""
    Escalation.objects.bulk_create(
        Escalation(
            id=escalation_id(one.name),
            team_id=team_id(one.team),
            name=one.name,
            description=one.about,
            repeat_after_minutes=one.repeat[0] if one.repeat else None,
            repeat_count=one.repeat[1] if one.repeat else 0,
            closes_alert=one.closes,
            created_at=made[one.team],
        )
        for one in ESCALATIONS
    )
    EscalationRule.objects.bulk_create(
        step for one in ESCALATIONS for step in steps_of(one, schedules)
    )


def escalation_id(name: str) -> UUID:
    """Return the id of the escalation of that name."""
    return fixed_id("escalation", name)


def steps_of(one: EscalationOf, schedules: dict[str, UUID]) -> Iterator[EscalationRule]:
    """Yield the steps of an escalation."""
    for position, words in enumerate(one.steps):
        minutes, kind, notify_type, name = words.format(one.team).split()
        ids = {"user": person_id, "team": team_id, "schedule": schedules.__getitem__}
        yield EscalationRule(
            id=fixed_id("escalation step", one.name, str(position)),
            escalation_id=escalation_id(one.name),
            position=position,
            delay_minutes=int(minutes),
            kind=kind,
            notify_type=notify_type,
            **{f"{kind}_id": ids[kind](name)},
        )
