"""The terms of a search for alerts: what `status:open` or `count > 3` asks of the database."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from accounts.actors import Actor
from accounts.models import User
from accounts.people_search import yes_or_no
from alerts.limits import PRIORITIES
from alerts.models import Alert
from teams.models import Team

EQUAL = (":", "=")
BIGGEST = 2**31 - 1
YEARS = range(1900, 9000)  # in which a day later, or in another zone, is there as well
NO_TIME = "Write a time as 2026-11-22 or 2026-11-22T08:00, not “{}”."
LONGEST_DAY = len("2026-11-22")
_LOOKUPS = {":": "", "=": "", ">": "__gt", "<": "__lt", ">=": "__gte", "<=": "__lte"}
_DAY_FIRST = re.compile(r"(\d\d?)-(\d\d?)-(\d{4})(.*)")


@dataclass(frozen=True, slots=True)
class Asked:
    """One term as it was typed, and by whom: name, operator, value."""

    name: str
    operator: str
    value: str
    by: Actor


type Term = Callable[[Asked], Q]


def status(asked: Asked) -> Q:
    """Open or closed; "acked" and "snoozed" are open ones."""
    states = {
        "open": Q(status=Alert.Status.OPEN),
        "closed": Q(status=Alert.Status.CLOSED),
        "acked": Q(status=Alert.Status.OPEN, is_acknowledged=True),
        "acknowledged": Q(status=Alert.Status.OPEN, is_acknowledged=True),
        "unacked": Q(status=Alert.Status.OPEN, is_acknowledged=False),
        "snoozed": Q(status=Alert.Status.OPEN, snoozed_until__gt=timezone.now()),
    }
    return _one_of(states, asked)


def priority(asked: Asked) -> Q:
    """P1 to P5; > asks for more urgent ones: priority>P3 is P1 and P2."""
    name = asked.value.upper()
    if name not in PRIORITIES:
        raise ValueError(f"There is no priority “{asked.value}”. There are P1, P2, P3, P4, P5.")
    turned = asked.operator.translate(str.maketrans("<>", "><"))
    return Q(**{f"priority{_LOOKUPS[turned]}": PRIORITIES[name]})


def tag(asked: Asked) -> Q:
    """With this very tag."""
    return Q(tags__contains=[asked.value])


def team(asked: Asked) -> Q:
    """Of a team, by its name. Raises ValueError when there is none of that name."""
    teams = Team.objects.visible_to(asked.by).annotate(lower_name=Lower("name"))
    ids = teams.filter(lower_name=asked.value.lower()).values_list("pk", flat=True)
    found = list(ids[:1])
    if not found:
        raise ValueError(f"There is no team “{asked.value}”.")
    return Q(team_ids__contains=found)


def responder(asked: Asked) -> Q:
    """With a responder of this very name, or username."""
    named = Q(responders__contains=[{"name": asked.value}])
    return named | Q(responders__contains=[{"username": asked.value.lower()}])


def owner(asked: Asked) -> Q:
    """Owned by somebody, by their username or name; by me; by none."""
    value = asked.value.lower()
    if value in ("none", "nobody"):
        return Q(owner__isnull=True)
    if value == "me":
        return Q(owner=asked.by.user) if asked.by.user else Q(pk__in=[])
    people = User.objects.filter(Q(username=value) | Q(full_name__iexact=asked.value))
    return Q(owner__in=people.values("pk"))


def number_of(column: str) -> Term:
    """A number in a column."""

    def term(asked: Asked) -> Q:
        if not asked.value.isdecimal() or int(asked.value[:20]) > BIGGEST:
            raise ValueError(f"Write a number after {asked.name}, not “{asked.value}”.")
        return Q(**{f"{column}{_LOOKUPS[asked.operator]}": int(asked.value)})

    return term


def text_in(column: str) -> Term:
    """A text that has these characters somewhere; * is for the reader only."""

    def term(asked: Asked) -> Q:
        return Q(**{f"{column}__icontains": asked.value.strip("*")})

    return term


def alias(asked: Asked) -> Q:
    """Of this very alias, or with * of one that begins so."""
    if asked.value.endswith("*"):
        return Q(alias__startswith=asked.value.rstrip("*"))
    return Q(alias=asked.value)


def yes(condition: Callable[[], Q]) -> Term:
    """True or false."""

    def term(asked: Asked) -> Q:
        return condition() if yes_or_no(asked.name, asked.value) else ~condition()

    return term


def moment_in(column: str) -> Term:
    """A time: milliseconds since 1970, 2026-11-22, or 22-11-2026T08:00. A day is all of it."""

    def term(asked: Asked) -> Q:
        at, is_day = _moment(asked)
        if at.year not in YEARS:
            raise ValueError(NO_TIME.format(asked.value))
        if asked.operator in EQUAL:
            end = at + (timedelta(days=1) if is_day else timedelta(seconds=1))
            return Q(**{f"{column}__gte": at, f"{column}__lt": end})
        return Q(**{f"{column}{_LOOKUPS[asked.operator]}": at})

    return term


def detail(key: str) -> Term:
    """With this very value of a detail."""

    def term(asked: Asked) -> Q:
        return Q(details__contains={key: asked.value})

    return term


def _one_of(choices: dict[str, Q], asked: Asked) -> Q:
    if asked.value.lower() not in choices:
        known = ", ".join(choices)
        raise ValueError(f"There is no {asked.name} “{asked.value}”. There are {known}.")
    return choices[asked.value.lower()]


def _moment(asked: Asked) -> tuple[datetime, bool]:
    """The time that was typed, and whether it is a whole day."""
    text = asked.value.upper()
    try:
        if text.isdecimal():
            return datetime.fromtimestamp(int(text[:15]) / 1000, UTC), False
        if found := _DAY_FIRST.fullmatch(text):
            date, month, year, rest = found.groups()
            text = f"{year}-{int(month):02}-{int(date):02}{rest}"
        if len(text) <= LONGEST_DAY and (day := parse_date(text)):
            return timezone.make_aware(datetime.combine(day, time())), True
        if at := parse_datetime(text):
            return (at if timezone.is_aware(at) else timezone.make_aware(at)), False
    except (ValueError, OverflowError, OSError):
        pass
    raise ValueError(NO_TIME.format(asked.value))


def _acknowledged() -> Q:
    return Q(is_acknowledged=True)


def _snoozed() -> Q:
    return Q(snoozed_until__isnull=False, snoozed_until__gt=timezone.now())


COMPARED: dict[str, Term] = {
    "priority": priority,
    "count": number_of("count"),
    "tinyid": number_of("tiny_id"),
    "createdat": moment_in("created_at"),
    "updatedat": moment_in("updated_at"),
    "lastoccurredat": moment_in("last_occurred_at"),
}
TERMS: dict[str, Term] = COMPARED | {
    "status": status,
    "tag": tag,
    "tags": tag,
    "team": team,
    "teams": team,
    "responder": responder,
    "responders": responder,
    "recipients": responder,
    "owner": owner,
    "message": text_in("message"),
    "description": text_in("description"),
    "entity": text_in("entity"),
    "source": text_in("source"),
    "alias": alias,
    "acknowledged": yes(_acknowledged),
    "isseen": yes(_acknowledged),
    "snoozed": yes(_snoozed),
    "acknowledgedby": text_in("acknowledged_by"),
    "closedby": text_in("closed_by"),
    "integration.name": text_in("api_key__name"),
}
# What the help of a search names; the others are there for scripts.
SHOWN = (
    "status:open",
    "team:NAME",
    "priority:P1",
    "tag:NAME",
    "owner:me",
    "acknowledged:no",
    "snoozed:yes",
    "source:TEXT",
    "entity:TEXT",
    "alias:TEXT",
    "createdAt>2026-11-22",
    "count>10",
)


def term_of(asked: Asked) -> Q:
    """What a term asks. Raises ValueError with a sentence."""
    name = asked.name.lower()
    known = detail(asked.name[8:]) if name.startswith("details.") else TERMS.get(name)
    if known is None:
        raise ValueError(f"“{asked.name}” is not a search term. Terms: {', '.join(SHOWN)}.")
    if not asked.value:
        raise ValueError(f"Write something after “{asked.name}{asked.operator}”.")
    if asked.operator not in (*EQUAL, "!=") and name not in COMPARED:
        raise ValueError(f"Write {asked.name}:…, not {asked.name}{asked.operator}….")
    return known(asked)
