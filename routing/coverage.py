"""Whether somebody is there to be told by what rules notify, now and in the days to come."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from oncall import restrictions
from oncall.crowds import reaching, staffed
from oncall.models import EscalationRule
from oncall.plans import plans_of
from oncall.rotation import spans
from routing.models import RoutingRule

AHEAD = timedelta(days=7)
NO_STEPS = "It has no steps, so nobody is told."

type Times = list[tuple[datetime, datetime]]


def complaints_about_targets(rules: Sequence[RoutingRule], now: datetime) -> dict[UUID, str]:
    """For each rule whose target can't tell anybody at some time when the rule works: a sentence.

    A constant number of queries.
    """
    covered = covered_times({one.schedule_id for one in rules if one.schedule_id}, now)
    empty = empty_escalations({one.escalation_id for one in rules if one.escalation_id}, now)
    found = {}
    for rule in rules:
        if rule.schedule and not rule.schedule.is_enabled:
            found[rule.pk] = f"{rule.schedule} is disabled: nobody is on call in it."
        elif rule.schedule:
            works = working_times(rule, now)
            if gaps := minus(works, covered.get(rule.schedule.pk, [])):
                found[rule.pk] = gaps_in_words(str(rule.schedule), gaps, works, now)
        elif rule.escalation_id in empty:
            found[rule.pk] = empty[rule.escalation_id]
    return found


def covered_times(schedules: Collection[UUID], now: datetime) -> dict[UUID, Times]:
    """When somebody who can be told is on call in the next seven days, by schedule."""
    turns = {pk: spans(plan, now, now + AHEAD) for pk, plan in plans_of(schedules, now).items()}
    teams = {who.id for line in turns.values() for span in line for who in span.participants
             if who.kind == "team" and who.id}  # fmt: skip
    there = staffed(teams)
    return {
        pk: [
            (span.start, span.end)
            for span in line
            if any(
                (who.kind == "user" and not who.is_blocked) or who.id in there
                for who in span.participants
            )
        ]
        for pk, line in turns.items()
    }


def empty_escalations(escalations: Collection[UUID], now: datetime) -> dict[UUID, str]:
    """A sentence for each escalation that tells nobody: without steps, or with nobody in them."""
    if not escalations:
        return {}
    steps = EscalationRule.objects.filter(escalation__in=escalations)
    found = list(steps.select_related("escalation"))
    telling = reaching(found, now)
    working = {step.escalation_id for step in found if step.pk in telling}
    with_steps = {step.escalation_id: step.escalation.name for step in found}
    sentences = {
        pk: f"No step of {name} reaches anybody now."
        for pk, name in with_steps.items()
        if pk not in working
    }
    without = dict.fromkeys({*escalations} - {*with_steps}, NO_STEPS)
    return sentences | without


def working_times(rule: RoutingRule, now: datetime) -> Times:
    """When a rule takes alerts in the next seven days."""
    restriction = restrictions.read(rule.time_restriction)
    return restrictions.openings(restriction, now, now + AHEAD, ZoneInfo(rule.time_zone or "UTC"))


def minus(spans_: Iterable[tuple[datetime, datetime]], taken: Times) -> Times:
    """What is left of spans without those taken; both are in order and don't overlap."""
    left = []
    for begin, end in spans_:
        for start, finish in taken:
            if finish <= begin or start >= end:
                continue
            if start > begin:
                left.append((begin, start))
            begin = finish
        if begin < end:
            left.append((begin, end))
    return left


def gaps_in_words(name: str, gaps: Times, works: Times, now: datetime) -> str:
    """Say when nobody is on call: "from Sat 18:00 to Mon 09:00", in the reader's time zone."""
    start, end = gaps[0]
    more = f", and {len(gaps) - 1} more times" if len(gaps) > 2 else ""
    more = ", and once more" if len(gaps) == 2 else more
    if gaps == works:
        when = " in the next 7 days" if len(works) == 1 else " at the times of this rule"
        more = ""
    elif start <= now:
        when = f" now, until {_moment(end)}"
    else:
        when = f" from {_moment(start)} to {_moment(end)}"
    return f"Nobody is on call in {name}{when}{more}."


def _moment(at: datetime) -> str:
    return restrictions.moment_in_words(at, timezone.get_current_timezone())
