"""The places of the sidebar. Each floor registers its own once it is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the sidebar: its name (a page's `nav`), where it leads, who sees it."""

    name: str
    label: str
    icon: str
    url_name: str
    key: str  # g and this letter go there
    is_for: Callable[[Any], bool]  # asked of the actor
    order: int  # low numbers first; the first place that somebody sees is their start page
    count_url_name: str = ""  # gives a number of things that wait for somebody, or nothing

    @property
    def address(self) -> str:
        """Where the place is."""
        return reverse(self.url_name)

    @property
    def count_address(self) -> str:
        """Where a browser gets the number from, once the page is there."""
        return reverse(self.count_url_name) if self.count_url_name else ""


_PLACES: dict[str, Place] = {}


def register(place: Place) -> None:
    """Put a place into the sidebar."""
    _PLACES[place.url_name] = place


def everybody(actor: Any) -> bool:
    """Every person who is signed in."""
    return bool(actor.user)


def who_runs_the_account(actor: Any) -> bool:
    """Owners and admins."""
    return bool(actor.runs_the_account)


def places_of(actor: Any) -> list[Place]:
    """The places that an actor may go to, in order."""
    places = sorted(_PLACES.values(), key=lambda place: place.order)
    return [place for place in places if place.is_for(actor)]
