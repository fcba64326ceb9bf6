"""What /genie understands, and that it never acts on what was not named. Contract: chat.md §1.3."""

import re
import unicodedata
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatlink.grammar import Command, NotUnderstood, parse
from chatlink.usage import USAGE

TWO_HOURS = timedelta(hours=2)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", Command("help")),
        ("ack 12 13", Command("ack", ids=(12, 13))),
        ("ACK\u00a012", Command("ack", ids=(12,))),
        ("ack 1\u00ad2", Command("ack", ids=(12,))),  # a hyphen that is not shown
        ("ack 1\u200d2 1\u20603", Command("ack", ids=(12, 13))),
        ("ack #12, 13, 012", Command("ack", ids=(12, 13))),
        ("unAck 12", Command("unack", ids=(12,))),
        ("ackAll", Command("ackall")),
        ("list alerts", Command("list")),
        ("whoIsOnCall Data Access Level 1", Command("whoisoncall", name="Data Access Level 1")),
        ("whoisoncall “Night watch”", Command("whoisoncall", name="Night watch")),
        ("assign 12 13 to a@b.c", Command("assign", ids=(12, 13), name="a@b.c")),
        ("note move to db2 to 12", Command("note", ids=(12,), text="move to db2")),
        ("note see\n13 to 12", Command("note", ids=(12,), text="see\n13")),
        ("addtag db, eu to 12", Command("addtag", ids=(12,), text="db, eu")),
        ("exec restart on 12 13", Command("exec", ids=(12, 13), text="restart")),
        ("exec turn on db2 ON 12", Command("exec", ids=(12,), text="turn on db2")),
        ("snooze 12 2h", Command("snooze", ids=(12,), span=TWO_HOURS)),
        ("snooze 12 13 for 2 H", Command("snooze", ids=(12, 13), span=TWO_HOURS)),
        ("snooze 12 45m", Command("snooze", ids=(12,), span=timedelta(minutes=45))),
        ("priority 12 p1", Command("priority", ids=(12,), level=1)),
        ("update priority to P2 for 12 13", Command("priority", ids=(12, 13), level=2)),
        ("alert it waits for disk for ops, eu", Command("alert", text="it waits for disk", name="ops, eu")),  # noqa: E501
        ("alert X is down", Command("alert", text="X is down")),
        ("oncall me", Command("oncall", text="me")),
        ("oncall me 2h for weekend_schedule", Command("oncall", text="me", span=TWO_HOURS, name="weekend_schedule")),  # noqa: E501
        ("oncall a@b.c for 2h for all", Command("oncall", text="a@b.c", span=TWO_HOURS, name="all")),  # noqa: E501
        ("connect 482911", Command("connect", text="482911")),
    ],
)  # fmt: skip
def test_it_is_understood(typed, asked):
    assert parse(typed) == asked


@pytest.mark.parametrize(
    "typed",
    [
        "ack", "ack all", "ack 12 please", "ack 1.5", "ack -12", "ack ٣", "ack 12-14",
        "note to 12", "note 12", "note move to db2", "assign 12", "assign to ben", "assign 12 to ",
        "snooze 12", "snooze 12 13", "snooze 12 0h", "snooze 2h", "priority 12", "priority 12 P6",
        "exec restart", "exec on 12", "exec restart 12",
        "alert", "alert for ops", "closeall 12", "oncall", "update 12", "update priority 12",
        "ack " + "9" * 5000, "ack " + " ".join(map(str, range(1, 22))),
        "ack 1" + " " * 30_000 + "2", "ack 1\ue0002",
    ],
)  # fmt: skip
def test_what_is_half_said_does_nothing(typed):
    with pytest.raises(NotUnderstood):
        parse(typed)


def test_an_unknown_command_is_told_of_the_help():
    with pytest.raises(NotUnderstood, match=r"no command “restart”\. Type /genie help"):
        parse("Restart 12")
    with pytest.raises(NotUnderstood, match=r"like this: /genie note \[note\] to"):
        parse("note move to db2")


anything = st.text(max_size=60) | st.lists(
    st.sampled_from([*USAGE, "to", "for", "me", "2h", "P1", "#", ",", "12", "0013", "7", "x", "\n"])
    | st.text(max_size=4)
).map(" ".join)


@given(st.sampled_from([*USAGE, "update priority", ""]), anything)
def test_whatever_is_typed_only_what_is_named_is_acted_on(verb, rest):
    try:
        command = parse(f"{verb} {rest}")
    except NotUnderstood:
        return
    assert command.verb in USAGE
    seen = "".join(one for one in rest if unicodedata.category(one) != "Cf")
    assert set(command.ids) <= {int(one) for one in re.findall(r"[0-9]+", seen)}
    assert len(set(command.ids)) == len(command.ids) <= 20
