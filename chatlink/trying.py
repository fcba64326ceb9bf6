"""Trying an integration: a test message to each of its channels, with what became of it."""

from dataclasses import dataclass

from django.conf import settings

from chatlink.adapters import ADAPTERS
from chatlink.adapters.base import NotPosted
from chatlink.messages import Card
from chatlink.models import Integration
from common.outgoing import NotAllowed


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """What became of a test message; `problem` is empty when it was posted."""

    channel: str
    problem: str


def send_test(integration: Integration) -> list[TestOutcome]:
    """Post a test message to each channel of an integration."""
    card = Card("Muster can post here", settings.PUBLIC_URL, ("This is a test.",), "calm")
    return [
        TestOutcome(channel, _problem(integration, card, channel))
        for channel in integration.channels
    ]


def _problem(integration: Integration, card: Card, channel: str) -> str:
    try:
        ADAPTERS[integration.adapter].post(card, channel, integration.credentials)
    except (NotPosted, NotAllowed, OSError) as problem:
        return str(problem) or type(problem).__name__
    return ""
