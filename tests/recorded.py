"""What the actions made once is put in again: people, teams and memberships by the thousand.

Making somebody takes some twenty statements with all their checks, and nearly every test wants
somebody. So the actions make one of each kind, under names that stand in for others; the rows which
that leaves in any table are kept as text, and taken back. Each one that is wanted later is put in
by one statement: the same rows with ids, times and names of its own.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import uuid4

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

PLAIN = re.compile(r"[\w.@+-]+( [\w.@+-]+)*")  # what is written the same in SQL and in JSON
LONGEST = 100  # characters: of user names, and of the names of teams
IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENTS = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00")


def are_plain(*texts: str) -> bool:
    """Whether these can stand where the stand-ins stood."""
    return all(PLAIN.fullmatch(text) and len(text) <= LONGEST for text in texts)


@dataclass(frozen=True)
class Recording:
    """The statement that puts the rows in, and what is different in it each time."""

    statement: str
    stand_ins: Sequence[str]
    ids: Sequence[str]
    moments: Sequence[str]
    result: str
    varying: re.Pattern[str]

    def put_in(self, *meant: str) -> str:
        """Put the rows in, with what is meant by each stand-in. Return the id of the result."""
        now, count = timezone.now(), len(self.moments)
        new = {one: str(uuid4()) for one in self.ids}
        for at, moment in enumerate(self.moments):
            new[moment] = str(now - timedelta(microseconds=count - at))
        new |= dict(zip(self.stand_ins, meant, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(self.varying.sub(lambda found: new[found[0]], self.statement))
        return new[self.result]


def record(make: Callable[..., models.Model], *stand_ins: str) -> Recording:
    """Let `make` make it of the stand-ins, in a transaction that is rolled back afterwards."""
    before, since = _rows(), timezone.now()
    result = make(*stand_ins)
    after, until = _rows(), timezone.now()
    assert before <= after, "Making it changed what was there."
    added = defaultdict(list)
    for table, row in after - before:
        added[table].append(f"({row})")
    statement = ";\n".join(
        f"INSERT INTO {table} VALUES {', '.join(added[table])}" for table in added
    )
    ids = set(IDS.findall(statement)) - set(stand_ins)
    assert not any(one in row for _, row in before for one in ids), "It names others."
    found = {datetime.fromisoformat(text): text for text in MOMENTS.findall(statement)}
    moments = [found[at] for at in sorted(found) if since <= at <= until]
    varying = re.compile("|".join(map(re.escape, (*stand_ins, *ids, *moments))))
    return Recording(statement, stand_ins, list(ids), moments, str(result.pk), varying)


def _rows() -> set[tuple[str, str]]:
    """All rows of all tables: the table with its columns, and the values as SQL."""
    with connection.cursor() as cursor:
        cursor.execute(_select())
        return set(cursor.fetchall())


@cache
def _select() -> str:
    return " UNION ALL ".join(
        _select_of(model) for model in apps.get_models(include_auto_created=True)
    )


def _select_of(model: type[models.Model]) -> str:
    table = model._meta.db_table
    columns = [
        f'"{field.column}"' for field in model._meta.local_concrete_fields if not field.generated
    ]
    values = ", ".join(f"quote_nullable({column}::text)" for column in columns)
    return f"SELECT '{table} ({', '.join(columns)})', concat_ws(', ', {values}) FROM {table}"
