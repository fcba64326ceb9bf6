"""Reading the log: what to look for, and entries in the words of people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from string import Formatter
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q

from accounts import audit
from accounts.actors import Via
from accounts.models import AuditEntry
from accounts.models.audit import AboutPerson, AuditEntryQuerySet, EntryKind
from common.paging import Sort
from common.words import beginnings

NEWEST_FIRST = Sort("at", F("at"), descending=True)
NOTHING = "nothing"
FEW = 10_000  # entries
LONGEST = 300  # characters of a value on the page
DOORS: dict[str, tuple[str, str]] = {
    Via.WEB: ("Web", "world"),
    Via.API: ("API", "code"),
    Via.CHAT: ("Chat", "message"),
    Via.IMPORT: ("Import", "file-import"),
    Via.SYSTEM: ("System", "server"),
}
# What a field is called where its name alone would puzzle.
FIELD_WORDS = {
    "username": "E-mail",
    "skype_username": "Skype user name",
    "to": "Address or number",
    "extends": "Based on",
    "uses_shortcuts": "Single-key shortcuts",
}


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What somebody looks for in the log; empty values ask nothing."""

    text: str = ""
    person: UUID | None = None
    via: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None  # this day still counts

    def of(self, entries: AuditEntryQuerySet, zone: tzinfo) -> AuditEntryQuerySet:
        """Those of the entries that are asked for; days are those of `zone`."""
        entries = entries.defer("search_words")
        if self.person:
            # What they did, what was done to them, and what names them besides.
            one = str(self.person)
            entries = entries.alias(about=AboutPerson()).filter(
                Q(user_id=self.person) | Q(target_id=one) | Q(about=one)
            )
        if self.via:
            entries = entries.filter(via=self.via)
        if self.kind:
            entries = entries.alias(kind=EntryKind()).filter(kind=self.kind)
        if self.since:
            entries = entries.filter(at__gte=_midnight(self.since, zone))
        if self.until and self.until < date.max:
            entries = entries.filter(at__lt=_midnight(self.until + timedelta(days=1), zone))
        words = beginnings(self.text)
        return _with_words(entries, words) if words else entries


@dataclass(frozen=True, slots=True)
class Change:
    """One field's value before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LogRow:
    """A log entry as a page shows it: texts, so that the template only has to write them."""

    entry: AuditEntry
    sentence: str
    door: str
    changes: list[Change]
    details: list[tuple[str, str]]

    @classmethod
    def of(cls, entry: AuditEntry) -> "LogRow":
        """Put an entry in words. Reads nothing more from the database."""
        return cls(
            entry=entry,
            sentence=audit.sentence(entry),
            door=DOORS.get(entry.via, (entry.via, ""))[0],
            changes=[
                Change(label_of(name), in_words(before), in_words(after))
                for name, (before, after) in entry.changes.items()
            ],
            details=list(_untold(entry)),
        )

    @property
    def actor(self) -> str:
        """Who did it."""
        key = "API key " if self.entry.api_key_id else ""
        return f"{key}{self.entry.actor_name}"


def label_of(name: str) -> str:
    """Say a field's name as people do: "is_blocked" is "Blocked"."""
    if name in FIELD_WORDS:
        return FIELD_WORDS[name]
    words = name.removeprefix("is_").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def in_words(value: Any) -> str:
    """Say a value of a change: Yes, No, nothing, "a, b", or the text itself, cut when long."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value in (None, "", [], {}):
        return NOTHING
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _with_words(entries: AuditEntryQuerySet, words: SearchQuery) -> AuditEntryQuerySet:
    """Those of the entries that have the words. One query more, which is worth it.

    PostgreSQL guesses that every beginning of a word is in one entry of 200, and would look for
    a rare one by reading the whole log, newest first. So few are found first, then put in order.
    """
    found = entries.filter(search_words=words)
    if found[: FEW + 1].count() > FEW:
        return found
    return entries.filter(pk__in=found.values("pk")[:FEW])


def _untold(entry: AuditEntry) -> Iterator[tuple[str, str]]:
    """The details of an entry that its sentence does not say. Ids are for machines."""
    told = _told(audit.WORDS.get(entry.verb, ""))
    for name, value in entry.details.items():
        if name not in told and not name.endswith(("_id", "_ids")):
            yield label_of(name), in_words(value)


@cache
def _told(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
