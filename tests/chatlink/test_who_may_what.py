"""What each of the cast may do with an alert of a team, by every command, from every chat system:
chat.md §3.3. Every request is signed, and goes through the hook."""

import pytest
from django.db import transaction

from alerts.models import Alert
from chatlink.adapters import ADAPTERS
from chatlink.commands import BLOCKED
from chatlink.commands.talk import CONNECT_FIRST, NOT_FOUND
from chatlink.models import ChatAccount
from chatlink.usage import USAGE
from tests.chatlink.chatting import Chat
from tests.chatlink.signing import keys_served
from tests.make import make_alert, make_rotation, make_schedule, make_user

pytestmark = pytest.mark.django_db

REFUSED = "You don't have the rights for this. Ask an owner or admin."
NO_SCHEDULE = "NOC: You can take shifts of your own schedules."
WHO = ("olive", "ada", "ben", "eve", "blocked", "bob")
D, N, R, C = "done", "not found", REFUSED, CONNECT_FIRST
TABLE = {
    # command: what becomes of it for owner, admin, member, other user, not connected
    "help": (D, D, D, D, D),
    "connect": (D, D, D, D, D),
    "list": (D, D, D, "out of 0 open", D),
    "get {}": (D, D, D, N, D),
    "ack {}": (D, D, D, N, D),
    "unack {}": (D, D, D, N, D),
    "close {}": (D, D, D, N, D),
    "assign {} to tom@acme.example": (D, D, D, N, D),
    "own {}": (D, D, D, N, C),
    "note disk full to {}": (D, D, D, N, D),
    "snooze {} 1h": (D, D, D, N, D),
    "addtag db to {}": (D, D, D, N, D),
    "priority {} P1": (D, D, D, N, D),
    "exec restart on {}": (D, D, D, N, R),
    "alert disk full for Payments": (D, D, D, D, D),
    "whoisoncall NOC": (D, D, D, D, D),
    "oncall me for NOC": (D, D, D, NO_SCHEDULE, C),
    "ackall": (D, D, R, R, C),
    "closeall": (D, D, R, R, C),
}
DONE = {
    "help": "/genie help",
    "connect": "The link works once",
    "list": "out of 1 open",
    "get {}": "db: slow",
    "whoisoncall NOC": "NOC: Tom Teamadmin",
    "oncall me for NOC": "is on call in NOC until",
    "ackall": "acknowledged 1 alert",
    "closeall": "closed 1 alert",
}


def test_every_command_is_in_the_table():
    assert {typed.split()[0] for typed in TABLE} == set(USAGE)


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_each_may_do_what_they_may(adapter, client, settings, payments, olive, ada, tom, ben, eve):
    """One alert, one schedule; each command of each person is taken back before the next."""
    settings.CHAT_COMMANDS_PER_MINUTE = 10_000
    people = {"olive": olive, "ada": ada, "ben": ben, "eve": eve, "bob": None}
    people["blocked"] = make_user("Bo Blocked", blocked=True)
    alert = make_alert("db: slow", responders=[payments], actions=["restart"])
    make_rotation(make_schedule("NOC", team=payments), tom)
    with keys_served(settings):
        chat = Chat(adapter, client, None, requires_code=False)
        for name, person in people.items():
            if person:
                ChatAccount.objects.create(
                    chat_team=chat.integration.chat_team, user=person, chat_user_id=f"U-{name}"
                )
        for typed in TABLE:
            for name, person in people.items():
                with transaction.atomic():
                    if typed.startswith("unack"):
                        Alert.objects.update(is_acknowledged=True, acknowledged_by="Tom")
                    text = typed.format(alert.tiny_id)
                    said = chat.reply_to(text, user=f"U-{name}", user_name=name)
                    transaction.set_rollback(True)
                assert expected(typed, name, person, chat, alert) in said, (typed, name)


def expected(typed, name, person, chat, alert):
    """What is said to somebody's command, by the table."""
    outcomes = dict(zip([one for one in WHO if one != "blocked"], TABLE[typed], strict=True))
    outcome = outcomes.get(name, BLOCKED)
    if outcome == D:
        shown = name if chat.label in ("Microsoft Teams", "Stride") else f"@{name}"
        there = f"{chat.label} {shown}"
        actor = f"{person.full_name} ({there})" if person else f"{there} (not connected)"
        return DONE.get(typed, actor)
    return NOT_FOUND.format(alert.tiny_id) if outcome == N else outcome
