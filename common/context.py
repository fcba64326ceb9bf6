"""What the shell of every page needs: places, theme, names."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from common.places import places_of

THEMES = ("light", "dark")


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
        "places": tuple(places_of(actor)) if actor else (),
        "mail_to_files": settings.MAIL_DIRECTORY if mail_is_kept_here() else "",
    }


def mail_is_kept_here() -> bool:
    """Whether mail goes to files beside the embedded database instead of a mail server."""
    return bool(settings.EMBEDDED and settings.MAIL_TO_FILES)
