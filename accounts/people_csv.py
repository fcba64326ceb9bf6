"""People as a CSV file: reading what somebody uploads. Pure.

A floor above adds a column of its own with `people_csv.register("teams", Column(...))`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from common.sheets import STARTS_A_FORMULA

if TYPE_CHECKING:
    from accounts.actors import Actor
    from accounts.models import User

MOST_LINES = 5000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
HEADERS = {
    "username": ("username", "user", "email", "emailaddress", "mail", "login", "useremail"),
    "full_name": ("fullname", "name", "displayname"),
    "role": ("role", "userrole"),
    "time_zone": ("timezone", "tz"),
    "locale": ("locale",),
    "skype_username": ("skypeusername", "skype"),
}
LABELS = {
    "username": "e-mail",
    "full_name": "full name",
    "role": "role",
    "time_zone": "time zone",
    "locale": "locale",
    "skype_username": "Skype user name",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a floor above brings. All cells are texts, as they stand in the file.

    `check` gets all different cells at once and says what is wrong with which; `export` gives
    what people have now; `after(now, cell)` is what they would have; `apply` makes
    it so for people and their cells.
    """

    check: Callable[[Collection[str]], dict[str, str]]
    export: Callable[[Sequence[UUID]], dict[UUID, str]]
    after: Callable[[str, str], str]
    apply: Callable[[Sequence[tuple[User, str]], Actor], None]
    help: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a line (0 is the whole file); `column` is empty for the line as such."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person's line; `cells` maps the names of columns to texts, empty ones left out."""

    line: int
    cells: dict[str, str]


@dataclass(slots=True)
class Sheet:
    """A file that was read: its good rows, what is wrong, which columns nobody will use."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def refuse(self, line: int, column: str, message: str) -> None:
        """Note what is wrong."""
        self.problems.append(Problem(line, column, message))


COLUMNS: dict[str, Column] = {}


def register(name: str, column: Column) -> None:
    """Add a column to the import and the export."""
    COLUMNS[name] = column
    LABELS[name] = name.replace("_", " ")


def read(text: str) -> Sheet:
    """Read a file with a header line; comma, semicolon or tab between cells. Never raises."""
    sheet = Sheet()
    text = text.removeprefix("\ufeff")
    records = _records(text, sheet)
    header = next(records, None)
    if header is None or sheet.problems:
        if not sheet.problems:
            sheet.refuse(0, "", "The file is empty. Its first line must name the columns.")
        return sheet
    names = _columns(header[1], sheet)
    if "username" not in names:
        sheet.refuse(
            header[0], "e-mail", "The first line must name a column “username” or “email”."
        )
        return sheet
    for line, cells in records:
        if len(sheet.rows) + len(sheet.problems) >= MOST_LINES:
            sheet.refuse(line, "", f"Only {MOST_LINES:,} people at once. Split the file.")
            break
        if len(cells) != len(names):
            words = f"This line has {_cells(len(cells))}, the first line has {_cells(len(names))}."
            sheet.refuse(line, "", words)
        elif row := _row(line, names, cells, sheet):
            sheet.rows.append(row)
    if not sheet.rows and not sheet.problems:
        sheet.refuse(0, "", "The file names columns, but has no people below them.")
    return sheet


def _records(text: str, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Yield (line it starts on, cells) of each record that isn't blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            sheet.refuse(line, "", _in_words(problem))
            continue
        if any(text.strip() for text in cells):
            yield line, cells


def _delimiter(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", header)
    return max(",;\t", key=bare.count)


def _in_words(problem: csv.Error) -> str:
    if "field larger" in str(problem):
        return "A cell of this line is too long. Is a quotation mark missing?"
    return "A quotation mark in this line is not closed, or not doubled inside a cell."


def _columns(header: list[str], sheet: Sheet) -> list[str]:
    """Return our name of each column, or "" for one that is left out."""
    known = {alias: name for name, aliases in HEADERS.items() for alias in aliases}
    known |= {_bare(name): name for name in COLUMNS}
    names: list[str] = []
    for title in header:
        name = known.get(_bare(title), "")
        if name and name in names:
            sheet.refuse(1, LABELS[name], f"“{title.strip()}” names this column a second time.")
            name = ""
        elif not name:
            sheet.left_out.append(title.strip() or "a column without a name")
        names.append(name)
    sheet.columns = [name for name in names if name]
    return names


def _row(line: int, names: list[str], cells: list[str], sheet: Sheet) -> Row | None:
    found = {}
    for name, text in zip(names, cells, strict=True):
        text = " ".join(_unguarded(text).split())
        if name and _CONTROL.search(text):
            sheet.refuse(line, LABELS[name], "This cell holds a character that can't be shown.")
            return None
        if name and text:
            found[name] = text
    return Row(line, found)


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(STARTS_A_FORMULA) else text


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def _bare(title: str) -> str:
    return re.sub(r"[\W_]+", "", title).lower()
