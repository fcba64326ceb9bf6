"""Reports as CSV files, written while they are read."""

from collections.abc import Iterable, Iterator
from itertools import batched

from django.db.models import QuerySet

from accounts.log_files import newest_first
from alerts.models import AlertLog
from common.sheets import MARK, csv_lines
from reports.answer_times import TeamTimes
from reports.rows import COLUMNS, Names, cells

AT_ONCE = 1000  # entries whose teams and people are looked up together
TEAM_COLUMNS = (
    "Team", "Alerts", "Acknowledged", "Median seconds to acknowledge",
    "90 % acknowledged within seconds", "Closed", "Median seconds to close",
    "90 % closed within seconds", "Closed without being acknowledged",
    "Neither acknowledged nor closed", "Team id",
)  # fmt: skip


def actions_file(entries: QuerySet[AlertLog]) -> Iterator[str]:
    """A line of heads, then a line for each entry, newest first. Times are UTC."""
    yield MARK
    yield from csv_lines([COLUMNS])
    for some in batched(newest_first(entries), AT_ONCE):
        names = Names.of(some)
        yield from csv_lines(cells(entry, names) for entry in some)


def teams_file(times: Iterable[TeamTimes]) -> Iterator[str]:
    """A line of heads, then a line for each team; times in whole seconds."""
    yield MARK
    yield from csv_lines([TEAM_COLUMNS])
    yield from csv_lines(map(_team_cells, times))


def _team_cells(one: TeamTimes) -> tuple[object, ...]:
    return (
        one.name, one.alerts, one.acknowledged, _whole(one.to_acknowledge.median),
        _whole(one.to_acknowledge.most), one.closed, _whole(one.to_close.median),
        _whole(one.to_close.most), one.closed_only, one.waiting, one.team_id,
    )  # fmt: skip


def _whole(seconds: float | None) -> object:
    return None if seconds is None else round(seconds)
