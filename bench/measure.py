"""Pages measured over HTTP, and the same pages' SQL run bare and put into f-strings."""

import html
import re
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from bench.pages import pages as addresses

WARM_UP = 6


class BadAnswerError(Exception):
    """A page did not come."""


class Visitor:
    """Somebody signed in, on one connection that is kept alive."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = HTTPConnection("localhost", port, timeout=120)
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
        self.session = session

    def get(self, path: str) -> str:
        """Return a page. Raises BadAnswerError unless it is a whole page of status 200."""
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        response = self.connection.getresponse()
        body = response.read().decode()
        if response.status != 200 or "</html>" not in body:
            raise BadAnswerError(f"{path} answered {response.status}")
        return body


@dataclass
class Measured:
    """One page, its queries, and the times it took, in milliseconds."""

    name: str
    path: str
    size: int = 0
    queries: list[tuple[str, Any]] = field(default_factory=list)
    rows: int = 0
    took: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The page's median time in milliseconds."""
        return statistics.median(self.took)

    @property
    def p95(self) -> float:
        """The time that 19 of 20 answers stay under."""
        return sorted(self.took)[int(len(self.took) * 0.95)]

    @property
    def bare_median(self) -> float:
        """The median time of the bare SQL and the f-strings in milliseconds."""
        return statistics.median(self.bare)

    @property
    def ratio(self) -> float:
        """How many times the bare time the page takes."""
        return self.median / self.bare_median


def find_pages(visitor: Visitor, only: str = "") -> list[Measured]:
    """Return the pages whose name has `only` in it and that answer."""
    found = []
    for name, path in addresses():
        if only in name:
            try:
                found.append(first_look(name, path, visitor))
            except BadAnswerError as problem:
                print(f"Left out: {name}: {problem}.")
    return found


def first_look(name: str, path: str, visitor: Visitor) -> Measured:
    """Return a page and its SQL; `path@last` is where the page's link to its last page leads."""
    path, _, end = path.partition("@")
    if end:
        link = re.search(rf'id="[\w-]*-{end}" href="([^"]+)"', visitor.get(path))
        if not link:
            raise BadAnswerError(f"{path} has no link to its {end} page")
        address = html.unescape(link[1])
        path = path.partition("?")[0] + address if address.startswith("?") else address
    size = len(visitor.get(path))
    return Measured(name, path, size, queries_of(path, visitor.session))


def run(pages: Sequence[Measured], visitor: Visitor, *, rounds: int) -> None:
    """Measure all pages, round by round."""
    for number in range(WARM_UP + rounds):
        for page in pages:
            took, bare = timed(lambda: visitor.get(page.path)), timed(lambda: run_bare(page))  # noqa: B023
            if number >= WARM_UP:
                page.took.append(took)
                page.bare.append(bare)


def timed(work: Any) -> float:
    """Return how long some work takes, in milliseconds."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def queries_of(path: str, session: str) -> list[tuple[str, Any]]:
    """Return the SQL that a page runs, with its parameters, once everything is warm."""
    client = Client(headers={"host": "localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(path)
    seen: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        client.get(path)
    return [query for query in seen if query[0].lstrip("( ").startswith(("SELECT", "WITH"))]


def run_bare(page: Measured) -> str:
    """Run a page's SQL on the driver alone and write every row into HTML."""
    text, rows = "", 0
    with connection.connection.cursor() as cursor:
        for sql, params in page.queries:
            found = cursor.execute(sql, params).fetchall()
            text += table(found)
            rows = max(rows, len(found))
    page.rows = rows
    return text


def table(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as HTML, by f-strings."""
    return "".join(
        f"<tr>{''.join(f'<td>{html.escape(str(value))}</td>' for value in row)}</tr>"
        for row in rows
    )
