"""CSV for spreadsheets, which take some texts for formulas."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

MARK = "\ufeff"  # Excel takes a file without it for Latin-1
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: Any) -> str:
    """Return a value as text that no spreadsheet runs (OWASP, "CSV injection": a ' before it)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Write rows as CSV, a line at a time, each cell safe. Memory stays that of one line."""
    line = io.StringIO()
    writer = csv.writer(line)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
