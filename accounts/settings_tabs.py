"""The tabs of the settings that upper floors add. Their own the template tag knows."""

from collections.abc import Callable
from typing import NamedTuple

from accounts.actors import Actor


class Tab(NamedTuple):
    """A tab: its name, its label, its page, and who sees it."""

    name: str
    label: str
    url_name: str
    may_open: Callable[[Actor], bool]


_ADDED: list[Tab] = []


def register(tab: Tab) -> None:
    """Add a tab, before the log."""
    _ADDED.append(tab)


def added() -> tuple[Tab, ...]:
    """Return the tabs of upper floors."""
    return tuple(_ADDED)
