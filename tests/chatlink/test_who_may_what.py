"""What each of the cast may do with an alert of a team, by every command: chat.md §3.3."""

import pytest
from django.db import transaction

from alerts.models import Alert
from chatlink.commands import BLOCKED
from chatlink.commands.talk import CONNECT_FIRST, NOT_FOUND
from chatlink.usage import USAGE
from tests.chatlink.asking import ask, make_chat
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
    "exec restart on {}": (D, D, D, N, D),
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


@pytest.mark.parametrize("typed", TABLE)
def test_each_may_do_what_they_may(typed, payments, olive, ada, tom, ben, eve):
    chat, blocked = make_chat(), make_user("Bo Blocked", blocked=True)
    people = {"olive": olive, "ada": ada, "ben": ben, "eve": eve, "blocked": blocked, "bob": None}
    alert = make_alert("db: slow", responders=[payments], actions=["restart"])
    if typed.startswith("unack"):
        Alert.objects.update(is_acknowledged=True, acknowledged_by="Tom")
    if "NOC" in typed:
        make_rotation(make_schedule("NOC", team=payments), tom)
    number = alert.tiny_id
    outcomes = dict(zip([one for one in WHO if one != "blocked"], TABLE[typed], strict=True))
    for name, person in people.items():
        with transaction.atomic():
            said = ask(chat, typed.format(number), person, name).text
            transaction.set_rollback(True)
        actor = f"{person.full_name} (Slack @{name})" if person else "Slack @bob (not connected)"
        outcome = outcomes.get(name, BLOCKED)
        expected = {D: DONE.get(typed, actor), N: NOT_FOUND.format(number)}.get(outcome, outcome)
        assert expected in said, (name, said)
