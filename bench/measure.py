"""Pages measured over HTTP, and the same pages' SQL run bare and put into f-strings."""

import html
import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from bench.bare import Queries, table_of
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
    queries: Queries = ()
    rows: int = 0
    took: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    unserved: list[float] = field(default_factory=list)

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
        """The median time of the bare SQL and the f-strings, served alike, in milliseconds."""
        return statistics.median(self.bare)

    @property
    def unserved_median(self) -> float:
        """The same without the web server."""
        return statistics.median(self.unserved)

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
    size, queries = len(visitor.get(path)), queries_of(path, visitor.session)
    return Measured(name, path, size, queries, table_of(queries)[1])


def run(pages: Sequence[Measured], visitor: Visitor, bare: Visitor, *, rounds: int) -> None:
    """Measure all pages, round by round: served by Muster, their SQL served bare, and unserved."""
    for number in range(WARM_UP + rounds):
        for index, page in enumerate(pages):
            took = (
                timed(visitor.get, page.path),
                timed(bare.get, f"/{index}"),
                timed(table_of, page.queries),
            )
            if number >= WARM_UP:
                for times, one in zip((page.took, page.bare, page.unserved), took, strict=True):
                    times.append(one)


def timed(work: Callable[..., object], *arguments: object) -> float:
    """Return how long some work takes, in milliseconds."""
    started = time.perf_counter()
    work(*arguments)
    return (time.perf_counter() - started) * 1000


def queries_of(path: str, session: str) -> Queries:
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
    return [query for query in seen if query[0].lstrip("( \n").startswith(("SELECT", "WITH"))]
