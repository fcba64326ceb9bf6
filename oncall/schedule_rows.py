"""The rows of the lists of schedules, as text."""

from django.utils.safestring import SafeString

from common.drawing import Pattern, drawn
from oncall.reading import Now
from oncall.templatetags.oncall_people import people

FILE = "oncall/rows/schedule.html"
ROW, TEAM, NOW, UNTIL, NEXT = (
    Pattern(f"{FILE}#{name}") for name in ("row", "team", "now", "until", "next")
)


def schedule_row(row: Now, *, shows_team: bool = False) -> SafeString:
    """Write the row of a schedule: who is on call, until when, and who is next."""
    schedule = row.schedule
    team = (schedule.team.name if schedule.team else "No team") if shows_team else ""
    return ROW.fill(
        id=str(schedule.pk),
        name=schedule.name,
        team=TEAM.fill(team=team) if team else "",
        now=_now(row),
        next=NEXT.fill(people=people(row.next), since=row.since)
        if row.next
        else drawn(f"{FILE}#last"),
        zone=row.zone,
    )


def _now(row: Now) -> SafeString:
    if not row.schedule.is_enabled:
        return drawn(f"{FILE}#disabled")
    if row.is_empty:
        return drawn(f"{FILE}#empty")
    until = UNTIL.fill(until=row.until) if row.until else ""
    return NOW.fill(people=people(row.people), until=until)
