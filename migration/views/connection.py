"""The connection with Atlassian: the operator's app and key. Owners only."""

from typing import Any

from django.http import HttpResponse

from accounts.http import Request
from accounts.permissions import require
from accounts.views.dialogs import sent, show_or_send
from common.forms import carry_out
from common.pages import done, invalid, page
from common.policy import runs_the_account
from migration.actions.connections import (
    ONLY_OWNERS,
    NewConnection,
    can_set_connection,
    forget_connection,
    set_connection,
)
from migration.atlassian.sign_in import SITES, WHO, callback_url
from migration.forms.connection import ConnectionForm, ForgetForm
from migration.models import AtlassianConnection

TEMPLATE, FORGET = "migration/connection.html", "migration/connection_forget.html"


@runs_the_account
@show_or_send
def connection(request: Request) -> HttpResponse:
    """What is needed at Atlassian, and what an owner typed from there. Secrets go in only."""
    require(can_set_connection(request.actor), ONLY_OWNERS)
    current = AtlassianConnection.current()
    form = ConnectionForm(sent(request), of=current)
    if not form.is_bound:
        return page(request, TEMPLATE, _context(current, form))
    made = carry_out(
        form, lambda: set_connection(NewConnection(**form.cleaned_data), by=request.actor)
    )
    if made:
        name = made.org_name or "the organisation"
        return done(request, f"Saved. Muster may speak with {name}.", "migration:connection")
    return invalid(request, TEMPLATE, _context(current, form))


@runs_the_account
@show_or_send
def connection_forget(request: Request) -> HttpResponse:
    """Say what forgetting means, and forget the connection."""
    require(can_set_connection(request.actor), ONLY_OWNERS)
    form = ForgetForm(sent(request))

    def forget() -> bool:
        forget_connection(by=request.actor)
        return True

    if form.is_bound and carry_out(form, forget):
        return done(request, "The Atlassian connection is removed.", "accounts:account")
    context = {"form": form, "nav": "settings"}
    status = 422 if form.is_bound else 200
    return page(request, FORGET, context, part="dialog", status=status)


def _context(current: AtlassianConnection, form: ConnectionForm) -> dict[str, Any]:
    return {
        "form": form,
        "connection": current,
        "callback_url": callback_url(),
        "scopes": [scope for scope in SITES if scope not in (*WHO, "offline_access")],
        "nav": "settings",
    }
