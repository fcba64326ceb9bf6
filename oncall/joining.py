"""What on-call brings to the floors below: a place, a tab, search, a person's shifts, losses."""

from accounts import losses as of_people
from accounts import profile_sections, search
from accounts.actors import Actor
from accounts.search import TOP, Finding, gathered
from common import places
from common.folding import Folded
from common.places import Place, everybody
from oncall import uses
from oncall.escalation_reading import escalations_found
from oncall.profile import shifts_of
from oncall.reading import schedules_found
from teams import tabs
from teams.losses import LOSSES
from teams.tabs import Tab


def register_all() -> None:
    """Make on-call known below. Called once, when the app is ready."""
    at = ("oncall", "On-call", "calendar-clock", "oncall:on_call", "o")
    places.register(Place(*at, everybody, 15))
    tabs.register(Tab("On-call", "oncall:team_on_call", lambda team: team.schedules.all()))
    search.register("Schedules", find_schedules)
    search.register("Escalations", find_escalations)
    profile_sections.register("oncall/profile.html", shifts_of, order=30)
    of_people.LOSSES.register("override", "overrides", lambda person: person.overrides.count())
    LOSSES.register("schedule", "schedules", lambda team: team.schedules.count())
    LOSSES.register("escalation", "escalations", lambda team: team.escalations.count())
    uses.register("rotation", uses.rotations_naming)
    uses.register("step", uses.steps_naming)


def find_schedules(actor: Actor, text: str) -> list[Finding]:
    """Find schedules by the beginnings of the words in their names."""
    found = gathered(schedules_found(actor, text)).order_by(Folded("name"), "pk")
    return [
        Finding(
            schedule.name,
            f"Schedule of {schedule.team or 'no team'}",
            schedule.get_absolute_url(),
            "calendar-clock",
        )
        for schedule in found[: TOP + 1]
    ]


def find_escalations(actor: Actor, text: str) -> list[Finding]:
    """Find escalations by the beginnings of the words in their names and their teams'."""
    found = gathered(escalations_found(actor, text).select_related("team"))
    return [
        Finding(
            escalation.name,
            f"Escalation of {escalation.team or 'no team'}",
            escalation.get_absolute_url(),
            "stairs-up",
        )
        for escalation in found.order_by(Folded("name"), "pk")[: TOP + 1]
    ]
