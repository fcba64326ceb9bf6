"""What the pages of on-call show, read in a constant number of queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from accounts.actors import Actor
from common.folding import Folded
from common.paging import Page, Sort, paginate
from common.words import beginnings
from oncall.models import Schedule
from oncall.moments import moment_words, terms_of, words_within
from oncall.plans import plans_of
from oncall.rotation import Plan, Span, Who, around, spans

SORTS = {
    "name": Sort("name", Folded("name")),
    "-name": Sort("name", Folded("name"), descending=True),
}
AHEAD, LISTED = timedelta(weeks=8), 8


@dataclass(frozen=True, slots=True)
class Now:
    """A schedule as the list shows it: who is on call, until when, who is next, and from when."""

    schedule: Schedule
    people: tuple[Who, ...]
    until: str
    next: tuple[Who, ...]
    since: str
    is_empty: bool

    @classmethod
    def of(cls, schedule: Schedule, plan: Plan, at: datetime) -> "Now":
        """Ask a plan."""
        found, zone = around(plan, at), plan.zone
        return cls(
            schedule=schedule,
            people=found.now,
            until=moment_words(found.until, zone) if found.until else "",
            next=found.next,
            since=moment_words(found.since, zone) if found.since else "",
            is_empty=not plan.rotations and not plan.overrides,
        )

    @property
    def zone(self) -> str:
        """The time zone that its times are in."""
        return self.schedule.time_zone.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Coming:
    """A span of the list beside the picture; nobody in it is a gap."""

    span: Span
    words: str
    is_now: bool

    @property
    def terms(self) -> str:
        """What an address says of the span."""
        return terms_of(self.span.start, self.span.end)


def schedules_found(by: Actor, text: str) -> QuerySet[Schedule]:
    """The schedules that the actor may see and whose names have words beginning so."""
    schedules = Schedule.objects.visible_to(by).select_related("team")
    schedules = schedules.defer("search_words", "team__search_words", "team__description")
    words = beginnings(text)
    return schedules.filter(search_words=words) if words else schedules


def schedule_page(
    by: Actor, at: datetime, *, text: str = "", sort: str = "name", cursor: str = ""
) -> tuple[Page[Schedule], list[Now]]:
    """One page of schedules, and who is on call in them. Four queries at most."""
    order = SORTS.get(sort, SORTS["name"])
    page = paginate(schedules_found(by, text), sort=order, cursor=cursor)
    return page, now_of(page.rows, at)


def now_of(schedules: Iterable[Schedule], at: datetime) -> list[Now]:
    """Who is on call in these schedules. Two queries."""
    rows = list(schedules)
    plans = plans_of([one.pk for one in rows], at)
    return [Now.of(one, plans[one.pk], at) for one in rows if one.pk in plans]


def coming_up(plan: Plan, at: datetime, zone: ZoneInfo) -> list[Coming]:
    """The next spans from now on, with the gaps between them."""
    start, end = at - AHEAD, at + AHEAD
    found = [one for one in spans(plan, start, end) if one.end > at][:LISTED]
    return [
        Coming(one, words_within(one.start, one.end, (start, end), zone), one.start <= at < one.end)
        for one in _with_gaps(found, at)
    ]


def _with_gaps(found: Iterable[Span], at: datetime) -> Iterator[Span]:
    for one in found:
        if one.start > at:
            yield Span(at, one.start, ())
        yield one
        at = one.end
