"""What people type in the chat of the bench, signed as Slack signs it."""

import itertools
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from slack_sdk.signature import SignatureVerifier

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
SEED = 12
# What is typed, and how often among a hundred commands; {} is the number of an alert.
TYPED = {
    "ack {}": 15,
    "unack {}": 15,
    "get {}": 15,
    "note looking into it to {}": 15,
    "assign {} to me": 5,
    "own {}": 5,
    "snooze {} for 1h": 5,
    "list": 15,
    "whoisoncall {schedule}": 5,
    "help": 5,
}


@dataclass(frozen=True, slots=True)
class Typed:
    """A command that somebody types."""

    verb: str
    text: str
    user_id: str


def commands(
    users: Sequence[str], numbers: Sequence[int], schedules: Sequence[str]
) -> Iterator[Typed]:
    """Yield commands without end, the same ones in every run for the same data."""
    chance = random.Random(SEED)
    each = list(itertools.chain.from_iterable([one] * often for one, often in TYPED.items()))
    while True:
        pattern = chance.choice(each)
        text = pattern.format(chance.choice(numbers), schedule=chance.choice(schedules))
        yield Typed(pattern.partition(" ")[0], text, chance.choice(users))


def signed(typed: Typed, chat_team: str) -> tuple[str, dict[str, str]]:
    """Return the body and the headers of the request that Slack makes of a command, now."""
    body = urlencode(
        {
            "token": "verification_token",
            "team_id": chat_team,
            "team_domain": "bench",
            "channel_id": "C1",
            "channel_name": "ops",
            "user_id": typed.user_id,
            "user_name": typed.user_id.lower(),
            "command": "/genie",
            "text": typed.text,
            "response_url": "https://hooks.slack.com/commands/x",
            "trigger_id": uuid4().hex,
        }
    )
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature or "",
    }
