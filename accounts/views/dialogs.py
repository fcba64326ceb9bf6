"""What the views of forms and dialogs share."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.meanwhile import CHANGED
from accounts.models import AuditEntry
from common.pages import page

SHOWN = "shown"
show_or_send = require_http_methods(["GET", "HEAD", "POST"])  # look at a form, or send it


def sent(request: Request) -> QueryDict | None:
    """Return the data of a form that was sent, or None while it is only looked at."""
    return request.POST if request.method == "POST" else None


def stamp(request: Request, form: BaseForm, last: AuditEntry | None) -> str:
    """What a form sends along for accounts/meanwhile.py: the newest change when it was drawn.

    What it sent before stays, until its sender has read of a newer one.
    """
    before = request.POST.get(SHOWN, "")
    if before and not form.has_error(NON_FIELD_ERRORS, CHANGED):
        return before
    return str(last.pk) if last else "none"


def dialog(
    request: Request, template: str, context: dict[str, Any], *, problem: str = ""
) -> HttpResponse:
    """Draw a page whose card is shown as a dialog; 422 when what was sent was refused.

    That is so when its `form` has errors, or when `problem` says what is wrong.
    """
    form = context.get("form")
    refused = bool(problem or (form and form.is_bound and form.errors))
    context |= {"problem": problem or context.get("problem", "")}
    status = 422 if refused else 200
    return page(request, f"accounts/{template}.html", context, part="dialog", status=status)
