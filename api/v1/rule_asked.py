"""What the calls of routing rules take. Contract: seeds/003, opsgenie-v1.md §5."""

from typing import Annotated, Any

from django.db.models.functions import Lower
from pydantic import Field

from accounts.actors import Actor
from api.v1.asking import Asked, Whole, Words
from api.v1.errors import invalid, missing, not_found
from api.v1.finding import lowered
from api.v1.rule_rows import NOBODY
from api.v1.rule_words import Conditions, MatchType, Windows, restriction_kept
from oncall.models import Escalation, Schedule
from routing.actions import RuleValues
from routing.models import RoutingRule

KINDS: dict[str, Any] = {"schedule": Schedule, "escalation": Escalation}
AN_ID = "ac463592-dbd2-4ca3-a651-48f45f5c8710"
SOME_CONDITIONS = [
    {"not": False, "field": "message", "operation": "Contains", "expectedValue": "night"}
]
SOME_HOURS = {"startHour": 15, "startMinute": 4, "endHour": 18, "endMinute": 58}
SOMEBODY = {"name": "operations_escalation", "type": "escalation"}
Place = Annotated[Whole, Field(ge=0)]


class OfTeam(Asked):
    """A team, by id or name."""

    team_id: Words | None = None
    team_name: Words | None = Field(None, examples=["operations"])


class OneRule(OfTeam):
    """A rule of a team."""

    id: Words = Field(examples=[AN_ID])


class Notify(Asked):
    """Whom a rule notifies: `schedule` or `escalation` and its name, or the name `none`."""

    name: Words
    type: Any = Field(
        None, description="schedule or escalation; beside the name none it is ignored."
    )

    def target(self, *, by: Actor) -> Schedule | Escalation | None:
        """Who that is, None for nobody. Raises Refused."""
        if self.name.lower() == NOBODY:
            return None
        if self.type is None:
            raise missing("notify.type")
        kind = str(self.type).strip().lower()
        if kind not in KINDS:
            raise invalid("notify.type", f"Choose one of {', '.join(KINDS)}.")
        seen = KINDS[kind].objects.visible_to(by).defer("search_words")
        found: Schedule | Escalation | None = (
            seen.alias(lower_name=Lower("name")).filter(lower_name=lowered(self.name)).first()
        )
        if found is None:
            raise not_found(kind.title(), self.name)
        return found


class RuleAsked(OfTeam):
    """What may be said of a rule."""

    name: Words | None = Field(None, examples=["nightRule"])
    condition_match_type: MatchType | None = Field(
        None,
        examples=["Match All Conditions"],
        description="Match All, Match Any Condition or Match All Conditions.",
    )
    conditions: Conditions | None = Field(None, examples=[SOME_CONDITIONS])
    notify: Notify | None = Field(None, examples=[SOMEBODY])
    restrictions: Windows | None = Field(
        None, examples=[SOME_HOURS], description="When it works: an object, or a list."
    )

    def values(self, match_type: str, *, version: str, by: Actor) -> RuleValues:
        """What was said, as the actions take it; `match_type` is what holds when none is said.

        Conditions have no effect on a rule for every alert, so it is given none. Raises Refused.
        """
        values: RuleValues = {"match_type": self.condition_match_type or match_type}
        if self.name is not None:
            values["name"] = self.name
        if values["match_type"] == RoutingRule.MatchType.ALL:
            values["conditions"] = []
        elif self.conditions is not None:
            values["conditions"] = [one.kept() for one in self.conditions]
        if self.restrictions is not None:
            values["time_restriction"] = restriction_kept(self.restrictions, version=version)
        if self.notify is not None:
            values["notify"] = self.notify.target(by=by)
        return values


class NewRule(RuleAsked):
    """A rule to add."""

    notify: Notify = Field(examples=[SOMEBODY])
    apply_order: Place | None = Field(None, examples=[0], description="Its place, from 0.")


class ChangedRule(RuleAsked):
    """A rule to change; what is left out stays."""

    id: Words = Field(examples=[AN_ID])


class MovedRule(OneRule):
    """A rule to move."""

    apply_order: Place = Field(examples=[0], description="Its place, from 0.")
