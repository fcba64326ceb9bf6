"""What was measured, for a person to read and for docs/performance.md."""

import time
from argparse import Namespace
from collections.abc import Sequence

from django.db import connection

from bench.measure import Measured

MOST_TIMES, MOST_MS, MOST_MB = 4.0, 100.0, 150.0


def show(
    pages: Sequence[Measured], memory: Sequence[tuple[float, float]], options: Namespace
) -> None:
    """Print a table of all pages, the memory, and what misses its goal."""
    print(
        f"\n{options.people:,} people, {options.teams:,} teams, {options.rounds} rounds; in ms.\n"
    )
    print("| page | median | 95 % | bare | times | bare, unserved | queries | rows | kB |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for page in pages:
        mark = "" if good(page) else " !"
        print(
            f"| {page.name}{mark} | {page.median:.1f} | {page.p95:.1f} | {page.bare_median:.1f} "
            f"| {page.ratio:.1f} | {page.unserved_median:.1f} "
            f"| {len(page.queries)} | {page.rows} | {page.size / 1024:.0f} |"
        )
    bad = [page.name for page in pages if not good(page)]
    print(f"\nGoal: at most {MOST_TIMES:.0f} times the bare time and under {MOST_MS:.0f} ms.")
    print(f"Missed by {len(bad)} of {len(pages)}: {', '.join(bad)}." if bad else "All reach it.")
    for number, (resident, proportional) in enumerate(memory, start=1):
        print(f"Web process {number}: {resident:.0f} MB resident, {proportional:.0f} MB its share.")
    if max((resident for resident, _ in memory), default=0) > MOST_MB:
        print(f"Goal missed: at most {MOST_MB:.0f} MB.")


def good(page: Measured) -> bool:
    """Whether a page reaches both goals."""
    return page.ratio <= MOST_TIMES and page.median < MOST_MS


def show_queries(pages: Sequence[Measured]) -> None:
    """Print the SQL of each page with the best of five times."""
    for page in pages:
        print(f"\n{page.name}: {page.path}")
        for sql, params in page.queries:
            times = []
            for _ in range(5):
                started = time.perf_counter()
                with connection.connection.cursor() as cursor:
                    rows = len(cursor.execute(sql, params).fetchall())
                times.append((time.perf_counter() - started) * 1000)
            print(f"  {min(times):6.2f} ms {rows:>4} rows  {sql} {params}")
