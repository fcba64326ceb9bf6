"""How the alert calls of the v1 API are read, and which alert they mean."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from accounts.actors import Actor
from alerts.models import Alert
from api.alerts import Kind, alerts_named
from api.v1.asking import Asked, Text, Texts
from api.v1.errors import Refused, missing, not_found

ALERTS = "Alerts"
AN_ID = "9e1cc077-25a7-49f3-84f5-813853015456"


def _without_nul(value: Any) -> Any:
    """An alert that came is worth more than a tidy one: what can't be kept is dropped."""
    if isinstance(value, list):
        return [_without_nul(one) if isinstance(one, str) else one for one in value]
    return value.replace("\0", "") if isinstance(value, str) else value


def _not_empty(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return value


Loose = Annotated[Text, BeforeValidator(_without_nul)]
LooseWords = Annotated[Loose, AfterValidator(_not_empty)]
LooseTexts = Annotated[Texts, BeforeValidator(_without_nul)]


class OneAlert(Asked):
    """An alert, by id, alias or short number; the first of them that is given counts."""

    id: Text | None = Field(None, examples=[AN_ID])
    alias: Text | None = None
    tiny_id: Text | None = None


class Acting(OneAlert):
    """An alert, and on whose behalf something is done with it."""

    user: Loose = Field("", description="On whose behalf it is done, for the alert's log.")
    source: Loose = Field("", description="Is read and not kept.")


class Changing(Acting):
    """An alert, and a note for its log."""

    note: Loose = Field("", description="A note for the alert's log.")


def meant(asked: OneAlert) -> tuple[str, Kind]:
    """By what the alert is named. Raises Refused."""
    if asked.id:
        return asked.id, "id"
    if asked.alias:
        return asked.alias, "alias"
    if asked.tiny_id:
        return asked.tiny_id, "tiny"
    raise missing("id", "alias", "tinyId")


def no_alert(asked: OneAlert) -> Refused:
    """Say that there is no such alert, or none that the key sees."""
    return not_found("Alert", meant(asked)[0])


def alert_of(asked: OneAlert, *, by: Actor) -> Alert:
    """Return the alert that a request means. Raises Refused."""
    alert = alerts_named(*meant(asked), by=by).defer("search_words").first()
    if alert is None:
        raise no_alert(asked)
    return alert
