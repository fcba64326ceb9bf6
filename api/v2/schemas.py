"""What the alert calls of the v2 API take and give, as its OpenAPI document says it.

Contract: opsgenie-v2-models.md (alert). Unknown fields are ignored, and null is as good as
leaving a field out: that is how Opsgenie's own clients write.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AfterValidator, BaseModel, BeforeValidator

from alerts.limits import PRIORITIES

UNKNOWN_PRIORITY = "should be one of [ P1, P2, P3, P4, P5 ]"


def _none_as_empty(value: Any) -> Any:
    return "" if value is None else value


def _is_priority(value: str) -> str:
    if value.upper() not in PRIORITIES:
        raise ValueError(UNKNOWN_PRIORITY)
    return value.upper()


def _in_utc(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)


Text = Annotated[str, BeforeValidator(_none_as_empty)]


class Which(Schema):
    """By what an alert is named in the path."""

    kind: Literal["id", "alias", "tiny"] = Field("id", alias="identifierType")


class Said(BaseModel):
    """Who asks for it, and a note about it."""

    user: Text = ""
    note: Text = ""
    source: Text = ""


class Someone(BaseModel):
    """A team, person, schedule or escalation: by id, by name, a person also by username."""

    type: Text = ""
    id: Text = ""
    name: Text = ""
    username: Text = ""


class SnoozeIn(Said):
    """Until when to rest; without a zone it is UTC."""

    end_time: Annotated[datetime, AfterValidator(_in_utc)] = Field(alias="endTime")


class AssignIn(Said):
    """Whose it shall be."""

    owner: Someone


class EscalateIn(Said):
    """The escalation to start."""

    escalation: Someone


class ResponderIn(Said):
    """Who shall be told, too."""

    responder: Someone


class TeamIn(Said):
    """Which team shall be told, too."""

    team: Someone


class NoteIn(Said):
    """Something to write down."""

    note: str


class TagsIn(Said):
    """Tags to add."""

    tags: list[str]


class DetailsIn(Said):
    """Details to add; values that are no texts are written as such."""

    details: dict[str, Any]


class MessageIn(Said):
    """The new message."""

    message: str


class DescriptionIn(Said):
    """The new description."""

    description: str


class PriorityIn(Said):
    """The new priority."""

    priority: Annotated[str, AfterValidator(_is_priority)]


class Answer(Schema):
    """What every answer has."""

    took: float
    request_id: str = Field(alias="requestId")


class Accepted(Answer):
    """The request was taken: its id says later what became of it."""

    result: str


class Refusal(Answer):
    """Why not, and for 422 which fields are wrong."""

    message: str
    code: int | None = None
    errors: dict[str, str] | None = None
