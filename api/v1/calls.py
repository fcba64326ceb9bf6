"""The table of the v1 API's calls. Each is a function beside a line that says where it is.

Several calls share a path and a method: `id` in the body means update, no identifier means list.
So a call may name the parameters of which one has to be there for it to be meant (`when`).
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, get_type_hints

from api.v1.answers import Answer
from api.v1.asking import Asked
from api.v1.errors import Code, Refused
from api.wire import ApiRequest

VERSIONS = ("v1", "v1.1", "v1.2")


class Access(StrEnum):
    """What a key has to be granted for a call."""

    READ = "read"
    WRITE = "create and update"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Call:
    """A call: where it is, what it takes and gives, and the function that answers it.

    `section` is its heading in the reference; `when` the parameters that choose it among the
    calls of the same path; `configures` whether the key needs configuration access.
    """

    method: str
    path: str
    section: str
    access: Access
    run: Callable[[ApiRequest, Any], Answer]
    takes: type[Asked]
    gives: type[Answer]
    versions: tuple[str, ...] = VERSIONS
    when: tuple[str, ...] = ()
    configures: bool = True

    @property
    def name(self) -> str:
        """The name of its function: "create_user"."""
        return self.run.__name__

    @property
    def title(self) -> str:
        """What it does, in a few words: the first line of its docstring."""
        return (inspect.getdoc(self.run) or "").partition("\n")[0].rstrip(".")

    @property
    def notes(self) -> str:
        """What else is to be known: the rest of its docstring."""
        return (inspect.getdoc(self.run) or "").partition("\n")[2].strip()


CALLS: list[Call] = []
_PLACES: dict[tuple[str, str], dict[str, list[Call]]] = {}  # version and path → method → calls
type Run[T] = Callable[[ApiRequest, T], Answer]


def call[T](
    method: str,
    path: str,
    *,
    section: str,
    access: Access | None = None,
    versions: tuple[str, ...] = VERSIONS,
    when: tuple[str, ...] = (),
    configures: bool = True,
) -> Callable[[Run[T]], Run[T]]:
    """Make a function (request, asked) → answer a call; its annotations say what it takes."""
    usual = {"GET": Access.READ, "DELETE": Access.DELETE}

    def register(run: Run[T]) -> Run[T]:
        hints = get_type_hints(run)
        made = Call(
            method=method,
            path=path,
            section=section,
            access=access or usual.get(method, Access.WRITE),
            run=run,
            takes=hints["asked"],
            gives=hints["return"],
            versions=versions,
            when=when,
            configures=configures,
        )
        CALLS.append(made)
        for version in versions:
            _PLACES.setdefault((version, path), {}).setdefault(method, []).append(made)
        return run

    return register


def calls_at(version: str, path: str, method: str) -> list[Call]:
    """The calls of a path ("user", "team/routingRule") and method. Raises Refused (404, 405)."""
    methods = _PLACES.get((version, path))
    if not methods:
        raise Refused(404, Code.NO_SUCH_CALL, "No handler found.")
    if method not in methods:
        words = f"Method not allowed. Use {' or '.join(sorted(methods))}."
        raise Refused(405, Code.NO_SUCH_CALL, words, {"Allow": ", ".join(sorted(methods))})
    return methods[method]


def chosen(calls: list[Call], sent: dict[str, Any]) -> Call:
    """Which of the calls of a place is meant by what was sent: the most particular that fits."""
    for one in sorted(calls, key=lambda one: not one.when):
        if not one.when or any(sent.get(name) is not None for name in one.when):
            return one
    return calls[0]
