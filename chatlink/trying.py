"""Trying an integration: a test message to each of its channels, with what became of it."""

from dataclasses import dataclass

from django.conf import settings

from chatlink.adapters import ADAPTERS
from chatlink.adapters.base import NotPosted
from chatlink.messages import Card
from chatlink.models import Integration
from common.outgoing import NotAllowed

NOT_TRIED = "Not tried."


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """What became of a test message; `problem` is empty when it was posted."""

    channel: str
    problem: str


def send_test(integration: Integration) -> list[TestOutcome]:
    """Post a test message to each channel of an integration.

    Where the chat system doesn't answer, the other channels are not tried: somebody waits.
    """
    card = Card("Muster can post here", settings.PUBLIC_URL, ("This is a test.",), "calm")
    outcomes: list[TestOutcome] = []
    for number, channel in enumerate(integration.channels, 1):
        try:
            ADAPTERS[integration.adapter].post(card, channel, integration.credentials)
        except (NotPosted, NotAllowed) as problem:
            outcomes.append(TestOutcome(channel, str(problem)))
        except OSError as problem:
            outcomes.append(TestOutcome(channel, str(problem) or type(problem).__name__))
            return outcomes + [TestOutcome(one, NOT_TRIED) for one in integration.channels[number:]]
        else:
            outcomes.append(TestOutcome(channel, ""))
    return outcomes
