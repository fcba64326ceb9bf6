"""Who is on call now, in one line for a page."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from common.times import clock
from oncall.crowds import shown_of
from oncall.plans import plans_of
from oncall.rotation import next_change, on_call
from oncall.targets import Named

SHOWN = 5  # names


def on_call_words(schedules: Iterable[UUID], now: datetime) -> str:
    """Say who is on call in these schedules, and until when in the reader's time zone.

    Nine queries at most.
    """
    ids = list(schedules)
    found = plans_of(ids, now)
    plans = [found[pk] for pk in ids if pk in found]
    named = [Named(one.kind, one.id) for plan in plans for one in on_call(plan, now)]
    names = shown_of({"": named}, SHOWN)[""].words or "nobody"
    change = min(filter(None, (next_change(plan, now) for plan in plans)), default=None)
    local = timezone.localtime(change) if change else None
    until = f", until {local:%a} {local.day} {local:%b}, {clock(local)}" if local else ""
    return f"On call now: {names}{until}"
