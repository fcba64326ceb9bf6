"""What the views of the move share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse

from accounts.http import Request
from common.http import first_of_ours
from common.pages import page
from migration.holding import CHANGED
from migration.models import SiteMigration

BEGUN = "A migration has begun already."  # what the database says of a second one


def newest(request: Request) -> SiteMigration | None:
    """Return the move that is open, or the last one; None when there was none."""
    return SiteMigration.objects.visible_to(request.actor).newest()


def opened(request: Request) -> SiteMigration | None:
    """Return the move that is open, if any."""
    return SiteMigration.objects.visible_to(request.actor).open().first()


def is_over(request: Request) -> bool:
    """Whether the account has moved for good."""
    found = newest(request)
    return bool(found and found.has_moved)


def prepared(request: Request) -> SiteMigration | None:
    """Return the move whose wizard is not through yet, if any."""
    found = opened(request)
    return found if found and found.state == SiteMigration.State.PREPARING else None


def version_sent(request: Request) -> int:
    """Return the version of the move that a form showed; one that never was when it says none."""
    text = request.POST.get("version", "")
    return int(text[:9]) if text.isascii() and text.isdecimal() else 0


def is_stale(problem: ValidationError) -> bool:
    """Whether an action was refused because somebody else was quicker."""
    said = problem.error_list if hasattr(problem, "error_list") else []
    return any(one.code == CHANGED or BEGUN in one.messages for one in said) or (
        hasattr(problem, "error_dict") and BEGUN in problem.messages
    )


def as_it_is(request: Request) -> HttpResponse:
    """Say that somebody was quicker, and how things are now: 409."""
    context: dict[str, Any] = {"migration": newest(request), "nav": "settings"}
    answer = page(request, "migration/changed.html", context, status=409)
    if request.htmx:  # instead of the whole page, not in the dialog
        answer["HX-Retarget"], answer["HX-Reswap"] = "body", "innerHTML"
    return answer


def back(request: Request, otherwise: str = "migration:status") -> str:
    """Return the page that a button was on."""
    asked = request.POST.get("next", "") or request.htmx.current_url_abs_path or ""
    before = request.headers.get("Referer", "")
    return first_of_ours(request, asked, before) or reverse(otherwise)
