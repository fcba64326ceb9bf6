"""What names a person, a team, a schedule or an escalation: it can't be deleted while that does.

A floor above adds its own namers when its app is ready: `uses.register("routing rule", finder)`.
`finder(going)` gets the ids of all that would be deleted at once, and returns the uses by what
stays. At most one query each.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.actors import Actor
from accounts.models import User
from oncall.models import Escalation, EscalationRule, Participant, Schedule
from teams.models import Team

SHOWN = 10  # uses in a sentence

type Nameable = User | Team | Schedule | Escalation


@dataclass(frozen=True, slots=True)
class Use:
    """Something that names it: "rotation Nights of Payments_schedule", where, and whose it is."""

    words: str
    address: str
    team_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Going:
    """The ids of what would be deleted together."""

    people: frozenset[UUID] = frozenset()
    teams: frozenset[UUID] = frozenset()
    schedules: frozenset[UUID] = frozenset()
    escalations: frozenset[UUID] = frozenset()


type Finder = Callable[[Going], Iterable[Use]]

_FINDERS: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """Add something that names people, teams, schedules or escalations."""
    _FINDERS[kind] = finder


def uses_of(thing: Nameable) -> list[Use]:
    """Everything that names it, but for what goes with it. As many queries as finders, and two."""
    going = going_with(thing)
    return [use for finder in _FINDERS.values() for use in finder(going)]


def seen_by(by: Actor, uses: list[Use]) -> tuple[list[Use], int]:
    """The uses by teams that the actor sees, and how many other teams have some. One query."""
    teams = {use.team_id for use in uses if use.team_id}
    seen = set(Team.objects.visible_to(by).filter(pk__in=teams).values_list("pk", flat=True))
    return [use for use in uses if use.team_id in seen], len(teams - seen)


def refuse_if_used(thing: Nameable) -> None:
    """Raise ValidationError, with a sentence that lists the uses, unless nothing names it.

    Lock the row first: what would name it then waits until it is gone, and fails.
    """
    if uses := uses_of(thing):
        raise ValidationError(sentence(thing, uses), code="used")


def sentence(thing: Nameable, uses: list[Use]) -> str:
    """Say what names it: "Payments_schedule is named by: step 1 of Payments_escalation. …"."""
    name = thing.full_name if isinstance(thing, User) else thing.name
    listed = "; ".join(use.words for use in uses[:SHOWN])
    more = f"; and {len(uses) - SHOWN:,} more" if len(uses) > SHOWN else ""
    return f"{name} is named by: {listed}{more}. Change these first."


def going_with(thing: Nameable) -> Going:
    """What would be deleted with it: a team takes its schedules and escalations along."""
    match thing:
        case User():
            return Going(people=frozenset({thing.pk}))
        case Team():
            return Going(
                teams=frozenset({thing.pk}),
                schedules=frozenset(thing.schedules.values_list("pk", flat=True)),
                escalations=frozenset(thing.escalations.values_list("pk", flat=True)),
            )
        case Schedule():
            return Going(schedules=frozenset({thing.pk}))
        case Escalation():
            return Going(escalations=frozenset({thing.pk}))


def rotations_naming(going: Going) -> list[Use]:
    """The rotations in which people or teams take turns. One query."""
    if not going.people and not going.teams:
        return []
    turns = Participant.objects.filter(Q(user__in=going.people) | Q(team__in=going.teams))
    turns = turns.exclude(rotation__schedule__in=going.schedules).select_related(
        "rotation__schedule"
    )
    found: dict[UUID, Use] = {}
    for turn in turns.order_by(Lower("rotation__schedule__name"), "rotation__position"):
        rotation = turn.rotation
        words = f"rotation {rotation.name} of {rotation.schedule.name}"
        found.setdefault(
            rotation.pk, Use(words, rotation.schedule.get_absolute_url(), rotation.schedule.team_id)
        )
    return list(found.values())


def steps_naming(going: Going) -> list[Use]:
    """The steps of escalations that tell people, teams or schedules. One query."""
    if not (going.people or going.teams or going.schedules):
        return []
    steps = EscalationRule.objects.filter(
        Q(user__in=going.people) | Q(team__in=going.teams) | Q(schedule__in=going.schedules)
    )
    steps = steps.exclude(escalation__in=going.escalations).select_related("escalation")
    return [
        Use(
            f"step {step.position + 1} of {step.escalation.name}",
            step.escalation.get_absolute_url(),
            step.escalation.team_id,
        )
        for step in steps.order_by(Lower("escalation__name"), "position")
    ]
