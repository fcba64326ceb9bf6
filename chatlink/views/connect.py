"""The page that a link of /genie connect leads to: whom it connects, and Approve.

Its own address holds no secret, so it keeps the referrer policy of all pages, same-origin. With
no-referrer a browser would say `Origin: null` in the form, which the CSRF protection refuses.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from accounts.http import Request, oneself
from accounts.links import EXPIRED, hash_of
from accounts.models import OneTimeLink
from accounts.permissions import require
from accounts.views.dialogs import show_or_send
from chatlink import chat_links
from chatlink.actions import connections
from chatlink.chat_links import DISCONNECT
from chatlink.models import ChatAccount
from chatlink.names import account_name
from chatlink.permissions import can_disconnect
from common.pages import done, page
from common.policy import open_to_all, signed_in

KEPT = "chat-link"  # in the session: the hash of the token that was shown
TEMPLATE = "chatlink/connect.html"
# Other pages have forms that lead to where one signs in elsewhere; here nothing leads away.
ONLY_HERE: dict[str, Any] = {**settings.SECURE_CSP, "form-action": [CSP.SELF]}


@open_to_all("who opens a link proves nothing yet; the page it leads to asks for sign-in")
@require_safe
@never_cache
def connect_link(request: Request, token: str) -> HttpResponse:
    """Take the token out of the address. Looking uses nothing up: previewers open links too."""
    shown = hash_of(token)
    if chat_links.find_any(shown):  # a spent one, too: the log says who opened it
        request.session[KEPT] = shown
    else:
        request.session.pop(KEPT, None)
    answer = redirect("chatlink:connect")
    answer.status_code = 303
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@signed_in
@show_or_send
@never_cache
@csp_override(ONLY_HERE)
def connect(request: Request) -> HttpResponse:
    """Say who would act as whom, and let the person approve or cancel."""
    link = chat_links.find(request.session.get(KEPT, ""), now=timezone.now())
    # What is approved is what the page showed: another link may have been opened since.
    if link is None or (request.method == "POST" and request.POST.get("link") != str(link.pk)):
        return _expired(request)
    try:
        return _decided(request, link) if request.method == "POST" else _shown(request, link)
    except ValidationError as problem:
        if EXPIRED in problem.messages:
            return _expired(request)
        return _shown(request, link, problem=" ".join(problem.messages))


def _decided(request: Request, link: OneTimeLink) -> HttpResponse:
    now, by = timezone.now(), request.actor
    match request.POST.get("decision"):
        case "approve" if link.purpose == DISCONNECT:
            account = connections.disconnect(link, now=now, by=by)
            return _done(request, link, f"{_name(link)} is disconnected.", whose=account)
        case "approve":
            if code := connections.approve(link, now=now, by=by):
                return _code(request, link, code)
            return _done(request, link, f"{_name(link)} acts as you from now on.")
        case "deny":
            connections.deny(link, now=now, by=by)
            return _done(request, link, "Nothing was changed, and the link is used up.")
    raise ValidationError("Approve or cancel.")


def _shown(request: Request, link: OneTimeLink, *, problem: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "link": link,
        "shown": chat_links.shown_of(link),
        "person": oneself(request),
        "problem": problem,
    }
    if link.purpose == DISCONNECT:
        account = connections.connected_by(link)
        require(can_disconnect(request.actor, account), connections.NOT_YOURS)
        context |= {"person": account.user, "is_ending": True}
    return page(request, TEMPLATE, context, status=422 if problem else 200)


def _code(request: Request, link: OneTimeLink, code: str) -> HttpResponse:
    """Show the code, once: the answer to this very request is the only place it is in."""
    request.session.pop(KEPT, None)
    context = {"shown": chat_links.shown_of(link), "code": code, "until": link.expires_at}
    return page(request, "chatlink/code.html", context)


def _done(
    request: Request, link: OneTimeLink, words: str, *, whose: ChatAccount | None = None
) -> HttpResponse:
    request.session.pop(KEPT, None)
    if whose and not request.actor.is_person(whose.user):
        return done(request, words, whose.user)
    return done(request, words, f"{reverse('accounts:profile')}#chat-accounts")


def _name(link: OneTimeLink) -> str:
    shown = chat_links.shown_of(link)
    return f"{shown.kind.label} {shown.handle}"


def _expired(request: Request) -> HttpResponse:
    opened = chat_links.find_any(request.session.get(KEPT, ""))
    if opened and not chat_links.works(opened, now=timezone.now()):
        del request.session[KEPT]
        connections.note_opened_late(opened, by=request.actor)
    accounts = ChatAccount.objects.filter(user=oneself(request)).select_related("chat_team")
    connected = [account_name(one) for one in accounts.order_by("connected_at")[:5]]
    return page(request, "chatlink/expired.html", {"connected": connected}, status=410)
