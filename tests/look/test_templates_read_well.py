"""Templates are read by people too: no line or file of them is longer than one takes in."""

from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
LONGEST_LINE = 140
MOST_LINES = 120


@pytest.mark.parametrize(
    "path",
    [pytest.param(p, id=str(p.relative_to(TEMPLATES))) for p in sorted(TEMPLATES.rglob("*.html"))],
)
def test_a_template_reads_well(path):
    lines = path.read_text().splitlines()
    long = {n: len(line) for n, line in enumerate(lines, 1) if len(line) > LONGEST_LINE}
    assert not long, f"{path.relative_to(TEMPLATES)}: too long, by line: {long}"
    assert len(lines) <= MOST_LINES
