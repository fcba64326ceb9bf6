"""The tabs of a team's page. A floor above adds its own: `tabs.register(Tab(…))`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from common.paging import exact_counts
from teams.models import Team


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its label, the URL name of its page (which takes the team's id), the rows that it
    counts, and whether only those see it who manage the team.
    """

    label: str
    url_name: str
    rows: Callable[[Team], QuerySet[Any]] | None = None
    for_managers: bool = False


@dataclass(frozen=True, slots=True)
class ShownTab:
    """A tab as the page of one team shows it."""

    label: str
    address: str
    count: int | None
    is_current: bool


TABS: list[Tab] = [
    Tab("Overview", "teams:team"),
    Tab("Members", "teams:team_members", lambda team: team.memberships.all()),
    Tab("API keys", "teams:team_keys", for_managers=True),
    Tab("Activity", "teams:team_activity"),
]


def register(tab: Tab, *, before: str = "Activity") -> None:
    """Put a tab before the one of that label."""
    TABS.insert([known.label for known in TABS].index(before), tab)


def tabs_of(team: Team, current: str, *, manages: bool) -> list[ShownTab]:
    """The tabs of a team; `current` is the URL name of the page shown. One query.

    `manages`: whether whoever looks at them manages the team.
    """
    shown = [tab for tab in TABS if manages or not tab.for_managers]
    counts = iter(exact_counts(*(tab.rows(team) for tab in shown if tab.rows)))
    return [
        ShownTab(
            label=tab.label,
            address=reverse(tab.url_name, args=[team.pk]),
            count=next(counts) if tab.rows else None,
            is_current=tab.url_name == current,
        )
        for tab in shown
    ]
