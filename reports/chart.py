"""A chart of bars, each stacked of parts: where what is drawn. Pure.

Across it measures in hundredths of its width, so that it fits any screen; upwards in pixels, so
that no text is stretched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

TOP, HEIGHT, FOOT = 8, 160, 24  # pixels
MOST_NAMES = 7  # below the bars
THINNEST = 1.5  # pixels of the smallest part
NARROW, WIDE = 0.42, 0.72  # of a bar's place, when there are few bars, and many
STEPS = (1, 2, 3, 4, 5, 10)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: its look, and where it is."""

    look: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it is, its pieces from below, its name, what is said of it."""

    x: str
    width: str
    middle: str
    name: str
    says: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line across, and the number that it stands for."""

    y: str
    number: int


@dataclass(frozen=True, slots=True)
class Chart:
    """All there is to draw."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    height: int = TOP + HEIGHT + FOOT
    ground: int = TOP + HEIGHT
    names_at: int = TOP + HEIGHT + FOOT - 6


def draw(counts: Sequence[Mapping[str, int]], names: Sequence[str], says: Sequence[str]) -> Chart:
    """Place a bar for each of `counts` (look → how many, from below).

    `names` stand below them, as far as there is room; `says` is what each is described by.
    """
    full = round_up(max((sum(one.values()) for one in counts), default=0))
    place = 100 / max(len(counts), 1)
    part = NARROW if len(counts) <= MOST_NAMES else WIDE
    every = ceil(len(counts) / MOST_NAMES)
    bars = (
        Bar(
            x=_share(place * (n + (1 - part) / 2)),
            width=_share(place * part),
            middle=_share(place * (n + 0.5)),
            name=names[n] if n % every == 0 else "",
            says=says[n],
            pieces=tuple(_pieces(one, HEIGHT / full)),
        )
        for n, one in enumerate(counts)
    )
    return Chart(tuple(bars), _lines(full))


def round_up(number: int) -> int:
    """The next number that is round and even: 2, 4, 6, 8, 10, 20, 40, 60 …"""
    size = 1
    while True:
        for step in STEPS:
            if step * size * 2 >= number:
                return step * size * 2
        size *= 10


def _pieces(counts: Mapping[str, int], pixels: float) -> list[Piece]:
    pieces, y = [], float(TOP + HEIGHT)
    for look, count in counts.items():
        if count:
            height = max(count * pixels, THINNEST)
            y -= height
            pieces.append(Piece(look, f"{y:.2f}", f"{height:.2f}"))
    return pieces


def _lines(full: int) -> tuple[Line, ...]:
    return tuple(
        Line(f"{TOP + HEIGHT * (1 - part):.0f}", round(full * part)) for part in (0, 0.5, 1)
    )


def _share(number: float) -> str:
    return f"{number:.3f}%"
