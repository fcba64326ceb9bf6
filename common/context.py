"""What the shell of every page needs: places, theme, names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

THEMES = ("light", "dark")
type Test = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the sidebar: its name (a page's `nav`), where it leads, who sees it."""

    name: str
    label: str
    icon: str
    url_name: str
    key: str  # g and this letter go there
    is_for: Test

    @property
    def address(self) -> str:
        """Where the place is, or an empty text while it has no URL."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


def everybody(actor: Any) -> bool:
    """Every person who is signed in."""
    return bool(actor.user)


def who_runs_the_account(actor: Any) -> bool:
    """Owners and admins."""
    return bool(actor.runs_the_account)


PLACES = (
    Place("teams", "Teams", "users-group", "teams:teams", "t", everybody),
    Place("people", "People", "users", "accounts:people", "p", who_runs_the_account),
    Place("settings", "Settings", "settings", "accounts:account", "s", who_runs_the_account),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of base.html and focus.html."""
    theme = request.COOKIES.get("theme", "")
    account = getattr(request, "account", None)
    actor = getattr(request, "actor", None)
    person = actor.user if actor else None
    return {
        "theme": theme if theme in THEMES else "",
        "version": settings.VERSION,
        "account_name": account.name if account and account.name != "Muster" else "",
        "person_name": actor.name if actor and person else "",
        "person_address": person.username if person else "",
        "shortcuts": getattr(person, "uses_shortcuts", True),
        "places": list(places_of(actor)) if actor else [],
        "mail_to_files": settings.MAIL_DIRECTORY if mail_is_kept_here() else "",
    }


def mail_is_kept_here() -> bool:
    """Whether mail goes to files beside the embedded database instead of a mail server."""
    return bool(settings.EMBEDDED and settings.MAIL_TO_FILES)


def places_of(actor: Any) -> Iterable[Place]:
    """The places that somebody may go to, in order."""
    return (place for place in PLACES if place.is_for(actor) and place.address)
