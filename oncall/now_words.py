"""Who is on call now, in one line for a page."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from common.times import clock
from oncall.crowds import first_of_team, in_words, shown_of
from oncall.plans import plans_of, plans_of_team
from oncall.rotation import Plan, Who, around
from oncall.targets import Named

SHOWN = 5  # names


def on_call_words(schedules: Iterable[UUID], now: datetime) -> str:
    """Say who is on call in these schedules, and until when in the reader's time zone.

    Two queries; four where it is a team, and seven where it is teams and people.
    """
    ids = list(schedules)
    found = plans_of(ids, now)
    return _words([found[pk] for pk in ids if pk in found], now)


def words_of_team(team: UUID, now: datetime) -> str:
    """Say who is on call in a team's own schedules. As many queries, for any number of them."""
    return _words(plans_of_team(team, now), now)


def _words(plans: Iterable[Plan], now: datetime) -> str:
    found = [around(plan, now) for plan in plans]
    names = _names({who: None for one in found for who in one.now}) or "nobody"
    change = min((one.until for one in found if one.until), default=None)
    local = timezone.localtime(change) if change else None
    until = f", until {local:%a} {local.day} {local:%b}, {clock(local)}" if local else ""
    return f"On call now: {names}{until}"


def _names(people: Collection[Who]) -> str:
    """The names of the first; who is named as a person is known from the plan already."""
    named = [Named(who.kind, who.id) for who in people]
    if [one.kind for one in named] == ["team"]:
        return first_of_team(named[0], SHOWN).words
    if any(one.kind == "team" for one in named):
        return shown_of({"": named}, SHOWN)[""].words
    names = [who.name for who in people if not who.is_blocked]
    return in_words(names[:SHOWN], len(names) - SHOWN)
