"""What the APIs take and give changes only where somebody means it to."""

import difflib

import pytest

from tests.api.snapshots import SNAPSHOTS, text_for, text_of


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_calls_and_answers_are_as_the_snapshot_says(name):
    was, now = text_of(name), text_for(name)
    lines = difflib.unified_diff(was.splitlines(), now.splitlines(), "snapshot", "now", lineterm="")
    if was != now:
        pytest.fail(
            f"The shapes of {name} changed. If they should, run `make snapshots` and commit"
            f" tests/api/snapshots/{name}.json.\n" + "\n".join(list(lines)[:100]),
            pytrace=False,
        )
