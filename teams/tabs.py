"""The tabs of a team's page. A floor above adds its own: `tabs.register(Tab(…))`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from teams.models import Team


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its label, the URL name of its page (which takes the team's id), how many, and
    whether only those see it who manage the team.
    """

    label: str
    url_name: str
    count: Callable[[Team], int] | None = None
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
    Tab("Members", "teams:team_members", lambda team: team.memberships.count()),
    Tab("API keys", "teams:team_keys", for_managers=True),
    Tab("Activity", "teams:team_activity"),
]


def register(tab: Tab, *, before: str = "Activity") -> None:
    """Put a tab before the one of that label."""
    TABS.insert([known.label for known in TABS].index(before), tab)


def tabs_of(team: Team, current: str, *, manages: bool) -> list[ShownTab]:
    """The tabs of a team; `current` is the URL name of the page shown. One query per count.

    `manages`: whether whoever looks at them manages the team.
    """
    return [
        ShownTab(
            label=tab.label,
            address=reverse(tab.url_name, args=[team.pk]),
            count=tab.count(team) if tab.count else None,
            is_current=tab.url_name == current,
        )
        for tab in TABS
        if manages or not tab.for_managers
    ]
