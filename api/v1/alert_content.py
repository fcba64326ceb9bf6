"""What an alert says: its notes, tags and details. Contract: opsgenie-v1.md §6."""

from typing import Annotated, Any

from pydantic import Field

from alerts.actions import content
from api.v1.alert_answers import Acted
from api.v1.alert_asking import ALERTS, Changing, LooseTexts, LooseWords
from api.v1.alert_changing import carry_out
from api.v1.asking import Texts, each
from api.v1.calls import Access, call
from api.v1.errors import missing
from api.wire import ApiRequest


class Noted(Changing):
    """A note for an alert."""

    note: LooseWords = Field(examples=["It was the disk."])


class Tagged(Changing):
    """Tags to add."""

    tags: LooseTexts = Field(examples=[["critical", "network"]])


class Untagged(Changing):
    """Tags to remove."""

    tags: Texts = Field(examples=["critical,network"])


class Detailed(Changing):
    """Details to add; values that are no texts are written as such."""

    details: Annotated[dict[str, Any], Field(examples=[{"region": "eu"}])]


class Undetailed(Changing):
    """Details to remove, by their keys."""

    keys: Texts = Field(examples=["region"])


@call("POST", "alert/note", section=ALERTS, configures=False)
def add_note(request: ApiRequest, asked: Noted) -> Acted:
    """Add a note to an alert."""
    return carry_out(request, asked)


@call("POST", "alert/tags", section=ALERTS, configures=False)
def add_tags(request: ApiRequest, asked: Tagged) -> Acted:
    """Add tags to an alert."""
    return carry_out(request, asked, lambda alert, by: content.add_tags(alert, asked.tags, by=by))


@call("DELETE", "alert/tags", section=ALERTS, access=Access.WRITE, configures=False)
def remove_tags(request: ApiRequest, asked: Untagged) -> Acted:
    """Remove tags from an alert.

    That changes the alert, so the key needs write access, not delete access.
    """
    gone = _some(request, "tags")
    return carry_out(request, asked, lambda alert, by: content.remove_tags(alert, gone, by=by))


@call("POST", "alert/details", section=ALERTS, configures=False)
def add_details(request: ApiRequest, asked: Detailed) -> Acted:
    """Add details to an alert.

    Of a key that is there already, the new value counts.
    """
    return carry_out(
        request, asked, lambda alert, by: content.add_details(alert, asked.details, by=by)
    )


@call("DELETE", "alert/details", section=ALERTS, access=Access.WRITE, configures=False)
def remove_details(request: ApiRequest, asked: Undetailed) -> Acted:
    """Remove details from an alert.

    That changes the alert, so the key needs write access, not delete access.
    """
    gone = _some(request, "keys")
    return carry_out(request, asked, lambda alert, by: content.remove_details(alert, gone, by=by))


def _some(request: ApiRequest, name: str) -> list[str]:
    """The values of a parameter that must have one. Raises Refused."""
    words = each(request, name)
    if not words:
        raise missing(name)
    return words
