"""What somebody types after /genie, taken apart. Contract: chat.md §1.2, §1.3. Pure.

A number is an alert's only where the command has numbers: what is not understood does nothing,
and says how the command is written.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from chatlink.usage import USAGE
from common.text import as_seen

MOST_IDS, LONGEST_ID = 20, 18  # alerts at once; digits of a number
LONGEST = 30_000  # characters
DEFAULT_SPAN = timedelta(hours=1)

NO_SUCH = "There is no command “{}”. Type /genie help to see the commands."
LIKE_THIS = "Type it like this: /genie {}"
TOO_MANY = f"At most {MOST_IDS} alerts at once."
TOO_LONG = f"That is too long: at most {LONGEST:,} characters."

_SPAN = r"(?P<amount>[0-9]{1,5})\s?(?P<unit>[mhd])"
_IDS_AND_SPAN = re.compile(rf"(?P<ids>.*?)\s(?:for\s+)?{_SPAN}", re.IGNORECASE)
_WHO_AND_SPAN = re.compile(rf"(?P<who>.+?)(?:\s(?:for\s+)?{_SPAN})?", re.IGNORECASE)
_IDS_AND_PRIORITY = re.compile(r"(?P<ids>.*?)\s(?:to\s+)?P(?P<level>[1-5])", re.IGNORECASE)
_PRIORITY_AND_IDS = re.compile(r"(?:to\s+)?P(?P<level>[1-5])\s+for\s(?P<ids>.*)", re.IGNORECASE)
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_TO = re.compile(r"\sto\s", re.IGNORECASE)
_FOR = re.compile(r"\sfor\s(?!\s*[0-9]{1,5}\s?[mhd](?:\s|$))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Command:
    """What is asked. `verb` is one of USAGE; the rest is what that command has.

    `text` is a note, a message, tags, an action, or who goes on call; `name` is whom or what it is
    for. `span` is how long, `level` a priority: 1 to 5.
    """

    verb: str
    ids: tuple[int, ...] = ()
    text: str = ""
    name: str = ""
    span: timedelta = DEFAULT_SPAN
    level: int = 0


class NotUnderstood(ValueError):
    """No command: the words say what to type instead."""


class _Unlike(Exception):
    """What follows the verb is not what the command takes."""


def parse(text: str) -> Command:
    """Take apart what was typed. Raises NotUnderstood."""
    if len(text) > LONGEST:  # cut, it might end in the number of another alert
        raise NotUnderstood(TOO_LONG)
    first, rest = _halves(as_seen(text).strip())
    verb = first.lower() or "help"
    if verb == "update":  # "update priority to P1 for 12"
        second, rest = _halves(rest)
        verb = "priority" if second.lower() == "priority" else f"update {second}".strip()
    if verb not in USAGE:
        raise NotUnderstood(NO_SUCH.format(verb[:40]))
    try:
        return _PARTS[verb](verb, rest)
    except _Unlike:
        raise NotUnderstood(LIKE_THIS.format(USAGE[verb][0])) from None


def _anything(verb: str, rest: str) -> Command:
    return Command(verb, text=rest)


def _nothing(verb: str, rest: str) -> Command:
    if rest and not (verb == "list" and rest.lower() == "alerts"):
        raise _Unlike
    return Command(verb)


def _only_ids(verb: str, rest: str) -> Command:
    return Command(verb, ids=_ids(rest))


def _only_name(verb: str, rest: str) -> Command:
    return Command(verb, name=_name(rest))


def _text_and_ids(verb: str, rest: str) -> Command:
    """A note may hold " to " itself: its alerts stand behind the last one."""
    text, tail = _at_last("on" if verb == "exec" else "to", rest)
    if not text:
        raise _Unlike
    return Command(verb, ids=_ids(tail), text=text)


def _message(verb: str, rest: str) -> Command:
    """A message may hold " for " itself: who is told stands behind the last one."""
    if not (parts := _at_last("for", rest))[0]:
        raise _Unlike
    return Command(verb, text=parts[0], name=_name(parts[1]))


def _ids_to_name(verb: str, rest: str) -> Command:
    ids, name = _at_first(_TO, rest)
    if not _name(name):
        raise _Unlike
    return Command(verb, ids=_ids(ids), name=_name(name))


def _ids_and_span(verb: str, rest: str) -> Command:
    found = _IDS_AND_SPAN.fullmatch(rest)
    if not found:
        raise _Unlike
    return Command(verb, ids=_ids(found["ids"]), span=_span(found))


def _ids_and_priority(verb: str, rest: str) -> Command:
    found = _PRIORITY_AND_IDS.fullmatch(rest) or _IDS_AND_PRIORITY.fullmatch(rest)
    if not found:
        raise _Unlike
    return Command(verb, ids=_ids(found["ids"]), level=int(found["level"]))


def _who_and_where(verb: str, rest: str) -> Command:
    """Who, how long, and where: "me 2h for weekend_schedule"."""
    head, name = _at_first(_FOR, rest)
    found = _WHO_AND_SPAN.fullmatch(" ".join(head.split()))
    if not found or not (who := _name(found["who"])):
        raise _Unlike
    span = _span(found) if found["amount"] else DEFAULT_SPAN
    return Command(verb, text=who, name=_name(name), span=span)


_PARTS: dict[str, Callable[[str, str], Command]] = {
    "help": _anything,
    "connect": _anything,
    "list": _nothing,
    "get": _only_ids,
    "ack": _only_ids,
    "unack": _only_ids,
    "close": _only_ids,
    "assign": _ids_to_name,
    "own": _only_ids,
    "note": _text_and_ids,
    "snooze": _ids_and_span,
    "addtag": _text_and_ids,
    "exec": _text_and_ids,
    "priority": _ids_and_priority,
    "alert": _message,
    "whoisoncall": _only_name,
    "oncall": _who_and_where,
    "ackall": _nothing,
    "closeall": _nothing,
}


def _ids(text: str) -> tuple[int, ...]:
    """Numbers of alerts, each once: 12 13, also #12, #13."""
    words = text.replace(",", " ").split()
    if not words or not all(re.fullmatch(r"#?[0-9]+", word) for word in words):
        raise _Unlike
    digits = dict.fromkeys(word.lstrip("#").lstrip("0") or "0" for word in words)
    if len(digits) > MOST_IDS:
        raise NotUnderstood(TOO_MANY)
    if max(map(len, digits)) > LONGEST_ID:
        raise _Unlike
    return tuple(map(int, digits))


def _span(found: re.Match[str]) -> timedelta:
    span = timedelta(**{_UNITS[found["unit"].lower()]: int(found["amount"])})
    if not span:
        raise _Unlike
    return span


def _name(text: str) -> str:
    """A name on one line, without quotation marks around it."""
    return " ".join(text.split()).strip('"“”„ ')


def _halves(text: str) -> tuple[str, str]:
    first, rest, *_ = [*text.split(maxsplit=1), "", ""]
    return first, rest


def _at_first(word: re.Pattern[str], text: str) -> tuple[str, str]:
    head, tail, *_ = [*word.split(text, maxsplit=1), ""]
    return head, tail


def _at_last(word: str, text: str) -> tuple[str, str]:
    """What stands before and behind the last of these words; all and nothing without one."""
    found = re.fullmatch(rf"(.*)\s{word}\s(.*)", f" {text}", re.IGNORECASE | re.DOTALL)
    return (found[1].strip(), found[2].strip()) if found else (text.strip(), "")
