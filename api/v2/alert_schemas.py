"""Alerts as the v2 API gives them. Contract: opsgenie-v2-models.md (alert)."""

from datetime import datetime

from ninja import Field, Schema

from api.v2.schemas import Answer


class ResponderOut(Schema):
    """A responder."""

    type: str
    id: str


class IntegrationOut(Schema):
    """The API key that sent the alert."""

    id: str
    name: str
    type: str


class ReportOut(Schema):
    """How quickly it was acknowledged and closed, in milliseconds, and by whom."""

    ack_time: int | None = Field(None, alias="ackTime")
    close_time: int | None = Field(None, alias="closeTime")
    acknowledged_by: str | None = Field(None, alias="acknowledgedBy")
    closed_by: str | None = Field(None, alias="closedBy")


class AlertListed(Schema):
    """An alert in a list."""

    id: str
    tiny_id: str = Field(alias="tinyId")
    alias: str
    message: str
    status: str
    acknowledged: bool
    is_seen: bool = Field(alias="isSeen")
    tags: list[str]
    snoozed: bool
    snoozed_until: datetime | None = Field(None, alias="snoozedUntil")
    count: int
    last_occurred_at: datetime = Field(alias="lastOccurredAt")
    created_at: datetime = Field(alias="createdAt")
    updated_at: datetime = Field(alias="updatedAt")
    source: str
    owner: str
    priority: str
    responders: list[ResponderOut]
    integration: IntegrationOut | None = None
    report: ReportOut | None = None
    owner_team_id: str = Field(alias="ownerTeamId")


class AlertOut(AlertListed):
    """An alert by itself."""

    actions: list[str]
    entity: str
    description: str
    details: dict[str, str]


class Paging(Schema):
    """Addresses of other pages."""

    first: str | None = None
    prev: str | None = None
    next: str | None = None


class OneAlert(Answer):
    """An alert."""

    data: AlertOut


class Alerts(Answer):
    """Alerts."""

    data: list[AlertListed]
    paging: Paging


class Count(Schema):
    """A number of alerts."""

    count: int


class Counted(Answer):
    """How many alerts there are."""

    data: Count


class LogLine(Schema):
    """What happened, and who did it."""

    log: str
    type: str
    owner: str
    created_at: datetime = Field(alias="createdAt")
    offset: str


class Logs(Answer):
    """What happened to an alert."""

    data: list[LogLine]
    paging: Paging


class NoteLine(Schema):
    """A note."""

    note: str
    owner: str
    created_at: datetime = Field(alias="createdAt")
    offset: str


class Notes(Answer):
    """The notes of an alert."""

    data: list[NoteLine]
    paging: Paging


class PersonOut(Schema):
    """Somebody."""

    id: str
    username: str


class RecipientOut(Schema):
    """Somebody who was told, how far that is, and by what."""

    user: PersonOut
    state: str
    method: str
    created_at: datetime = Field(alias="createdAt")
    updated_at: datetime = Field(alias="updatedAt")


class Recipients(Answer):
    """Who was told of an alert."""

    data: list[RecipientOut]


class StatusOut(Schema):
    """What became of a request."""

    success: bool
    is_success: bool = Field(alias="isSuccess")
    action: str
    processed_at: datetime = Field(alias="processedAt")
    integration_id: str = Field(alias="integrationId")
    status: str
    alert_id: str = Field(alias="alertId")
    alias: str


class RequestStatus(Answer):
    """What became of a request."""

    data: StatusOut
