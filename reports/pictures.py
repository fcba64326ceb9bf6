"""The chart of a report, with its figures as a table and its key. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reports.chart import Chart, draw
from reports.doors import Door
from reports.periods import Period
from reports.summary import Summary


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of the table: a day or an hour, how much by each door, and in all."""

    name: str
    counts: Sequence[int]
    total: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, what it says in one sentence, its key (door and count), and its figures."""

    chart: Chart
    says: str
    key: list[tuple[Door, int]]
    figures: list[Figures]
    step: str

    @classmethod
    def of(cls, summary: Summary, period: Period) -> "Picture":
        """Draw what was done in each hour or day of a period."""
        parts, doors = period.parts, list(summary.doors)
        counts = summary.parts
        names = [period.long(at) for at in parts]
        chart = draw(
            [{door.name: one[door] for door in doors} for one in counts],
            [period.short(at) for at in parts],
            [f"{name}: {_said(one, doors)}" for name, one in zip(names, counts, strict=True)],
        )
        figures = [
            Figures(name, [one[door] for door in doors], one.total())
            for name, one in zip(names, counts, strict=True)
        ]
        key = list(summary.doors.items())
        return cls(chart, _sentence(summary, period), key, figures, period.step.capitalize())


def _said(counts: Counter[Door], doors: Sequence[Door]) -> str:
    return ", ".join(f"{counts[door]:,} {door.label}" for door in doors if counts[door]) or "none"


def _sentence(summary: Summary, period: Period) -> str:
    by_door = _said(summary.doors, list(summary.doors))
    return f"Actions by {period.step} and door {period.words}: {by_door}"
