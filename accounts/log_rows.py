"""Log entries as pages show them: rows of text."""

from collections.abc import Iterable
from datetime import date, tzinfo

from django.utils.safestring import SafeString

from accounts.log_reading import DOORS, Change, LogRow
from accounts.models import AuditEntry
from common import times
from common.drawing import Pattern, drawn
from common.templatetags.ui import icon, initials, when

FILE = "accounts/rows/log.html"
DAY, ROW, SHORT, PERSON, DETAILS, DETAIL, CHANGES, CHANGE = (
    Pattern(f"{FILE}#{name}")
    for name in ("day", "row", "short", "person", "details", "detail", "changes", "change")
)


def log_row(row: LogRow, zone: tzinfo) -> SafeString:
    """Write the row of an entry: its time of day in `zone`, who, what, and what changed."""
    at = row.entry.at.astimezone(zone)
    clock, day = times.clock(at), times.day(at)
    return ROW.fill(
        iso=at.isoformat(timespec="seconds"),
        in_full=f"{day}, {clock}:{at.second:02} {at.tzname()}",
        clock=clock,
        avatar=avatar_of(row.entry),
        actor=row.actor,
        sentence=row.sentence,
        door_icon=icon(DOORS.get(row.entry.via, ("", "help"))[1]),
        door=row.door,
        details=_details(row.details),
        changes=_changes(row.changes),
    )


def short_row(row: LogRow) -> SafeString:
    """Write what a team's overview says of an entry: who, what, how long ago."""
    return SHORT.fill(
        avatar=avatar_of(row.entry),
        actor=row.entry.actor_name,
        sentence=row.sentence,
        at=when(row.entry.at),
        door=row.door,
    )


def avatar_of(entry: AuditEntry) -> SafeString:
    """Initials for a person, an icon for an actor who is none."""
    if entry.user_id:
        return PERSON.fill(initials=initials(entry.actor_name))
    return drawn(f"{FILE}#{'key' if entry.api_key_id else 'system'}")


def days(rows: Iterable[LogRow], zone: tzinfo) -> list[SafeString]:
    """Write rows under the day they are of, in `zone`, keeping their order."""
    grouped: dict[date, list[SafeString]] = {}
    for row in rows:
        day = row.entry.at.astimezone(zone).date()
        grouped.setdefault(day, []).append(log_row(row, zone))
    return [
        DAY.fill(
            space=" mt-3" if number else "",
            day=f"{day:%A}, {day.day} {day:%B %Y}",
            rows=SafeString("".join(written)),
        )
        for number, (day, written) in enumerate(grouped.items())
    ]


def _details(details: list[tuple[str, str]]) -> str:
    if not details:
        return ""
    said = " · ".join(DETAIL.fill(label=label, value=value) for label, value in details)
    return DETAILS.fill(said=SafeString(said))


def _changes(changes: list[Change]) -> str:
    if not changes:
        return ""
    rows = (CHANGE.fill(label=one.label, before=one.before, after=one.after) for one in changes)
    return CHANGES.fill(changes=SafeString("".join(rows)))
