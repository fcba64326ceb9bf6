"""The picture of a schedule: what stands where, in percent of its width. Pure.

Widths are real time, so that the day on which the clocks change is an hour wider or narrower.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from common.templatetags.ui import initials
from oncall.columns import Frame, Mark, columns
from oncall.moments import full_words, terms_of
from oncall.rotation import Instead, Plan, Span, Who, spans
from oncall.turns import turns_between

HUES = 8  # colours of static/css/oncall.css
DESK, PHONE = 860, 350  # pixels that a line is likely to have
LETTER, PADDING = 7.2, 12  # pixels
MOST_BARS = 200  # in a line: more would be a blur
LINK = 2.5  # percent: what is narrower can't be hit with a finger


@dataclass(frozen=True, slots=True)
class Bar:
    """A turn: where it is, whose, and what is written on it on wide and on narrow screens."""

    x: float
    width: float
    hue: int
    desk: str
    phone: str
    words: str
    start: datetime
    end: datetime
    is_nobody: bool = False

    is_past: bool = False

    @property
    def can_be_hit(self) -> bool:
        """Whether it is wide enough for a link, and not over."""
        return self.width >= LINK and not self.is_past

    @property
    def look(self) -> str:
        """Its classes."""
        return f"{'tl-nobody' if self.is_nobody else f'hue-{self.hue}'}{' tl-past' * self.is_past}"

    @property
    def terms(self) -> str:
        """What an address says of the span."""
        return terms_of(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of bars. `rotation` is None for overrides and for the final line."""

    name: str
    bars: list[Bar]
    rotation: UUID | None = None
    is_final: bool = False
    is_crowded: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """All lines, the columns behind them, and where now is (None when it is not shown)."""

    frame: Frame
    days: list[Mark]
    lines: list[Line]
    now: float | None


def picture(plan: Plan, frame: Frame, now: datetime) -> Picture:
    """Draw a plan: a line for each rotation, one for overrides if there are, the final line."""
    hues = hues_of(plan)
    start, end = frame.start, frame.end
    lines = [
        _line(
            one.name, turns_between(one, plan.zone, start, end), frame, hues, now, rotation=one.id
        )
        for one in plan.rotations
    ]
    if shown := [one for one in plan.overrides if one.starts_at < end and one.ends_at > start]:
        lines.append(_line("Overrides", _as_spans(shown, frame), frame, hues, now))
    lines.append(_line("On call", spans(plan, start, end), frame, hues, now, is_final=True))
    here = frame.place(now) if start <= now < end else None
    return Picture(frame, columns(frame, now), lines, here)


def hues_of(plan: Plan) -> dict[Who, int]:
    """The colour of everybody in a plan: by the order in which they are named."""
    people = [who for turns in plan.rotations for who in turns.participants if who.kind != "none"]
    people += [one.who for one in plan.overrides]
    return {who: number % HUES for number, who in enumerate(dict.fromkeys(people))}


def names_of(people: Iterable[Who]) -> str:
    """Write people down: "Ben Member, Cem Yıldız"."""
    return ", ".join(who.name for who in people)


def _line(
    name: str, found: Sequence[Span], frame: Frame, hues: dict[Who, int], now: datetime, **more: Any
) -> Line:
    if len(found) > MOST_BARS:
        return Line(name, [], is_crowded=True, **more)
    return Line(name, [_bar(one, frame, hues, now) for one in found], **more)


def _bar(span: Span, frame: Frame, hues: dict[Who, int], now: datetime) -> Bar:
    x = frame.place(span.start)
    width = round(frame.place(span.end) - x, 3)
    name, letters = names_of(span.participants), " ".join(map(_initials, span.participants))
    is_nobody = all(who.kind == "none" for who in span.participants)
    return Bar(
        x=x,
        width=width,
        hue=hues.get(span.participants[0], 0),
        desk=_fitting(width * DESK / 100, name, letters),
        phone=_fitting(width * PHONE / 100, name, letters),
        words=f"{name}, {full_words(span.start, span.end, frame.zone)}",
        start=span.start,
        end=span.end,
        is_nobody=is_nobody,
        is_past=span.end <= now,
    )


def _fitting(pixels: float, *texts: str) -> str:
    """The first text that fits, or none."""
    return next((one for one in texts if len(one) * LETTER + PADDING <= pixels), "")


def _initials(who: Who) -> str:
    return initials(who.name)


def _as_spans(overrides: Sequence[Instead], frame: Frame) -> list[Span]:
    """The overrides as bars: where several overlap, the one made last lies on top."""
    return [
        Span(max(one.starts_at, frame.start), min(one.ends_at, frame.end), (one.who,))
        for one in overrides
    ]
