"""Chat accounts: the x that ends a connection."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from accounts.http import Request
from accounts.views.dialogs import show_or_send
from accounts.views.person import home_of
from chatlink.actions import connections
from chatlink.models import ChatAccount
from chatlink.names import account_name
from common.pages import done, page
from common.policy import signed_in


@signed_in
@show_or_send
def account_revoke(request: Request, account_id: UUID) -> HttpResponse:
    """Say what a connection lets somebody do, and end it."""
    seen = ChatAccount.objects.visible_to(request.actor).select_related("chat_team", "user")
    account = get_object_or_404(seen, pk=account_id)
    home, name = home_of(request, account.user), account_name(account)
    if request.method == "POST":
        try:
            connections.revoke(account, by=request.actor)
        except ValidationError:
            return done(request, f"{name} is disconnected already.", home)
        return done(request, f"{name} is disconnected.", home)
    context = {
        "account": account,
        "name": name,
        "is_own": request.actor.is_person(account.user),
        "back": f"{home}#chat-accounts",
    }
    return page(request, "chatlink/revoke.html", context, part="dialog")
