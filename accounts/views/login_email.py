"""Changing the e-mail that one signs in with."""

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import links
from accounts.actions import login_email as actions
from accounts.forms.sign_in import LoginEmailForm
from accounts.http import Request, oneself
from accounts.views.kept_links import expired, keep, kept
from common.forms import add_problem
from common.pages import done, invalid, page
from common.policy import open_to_all, signed_in

TEMPLATE = "accounts/login_email.html"


@signed_in
@reauthentication_required
@require_http_methods(["GET", "POST"])
def login_email(request: Request) -> HttpResponse:
    """Ask for another e-mail; a link goes there."""
    if not actions.can_change_login_email(request.actor, oneself(request)):
        raise PermissionDenied("Your role can't change the e-mail. Ask an owner or admin.")
    if request.method == "GET":
        return page(request, TEMPLATE, {"form": LoginEmailForm()})
    if too_often := ratelimit.consume_or_429(request, action="manage_email"):
        return too_often
    form = LoginEmailForm(request.POST)
    if form.is_valid():
        to = form.cleaned_data["username"]
        try:
            actions.ask_to_change(oneself(request), to=to, by=request.actor)
        except ValidationError as problem:
            add_problem(form, problem)
        else:
            return done(request, f"Follow the link in the mail to {to}.", "mfa_index")
    return invalid(request, TEMPLATE, {"form": form})


@open_to_all("the token in the address is what lets in; it is looked at, not used up")
@require_GET
@never_cache
def login_email_confirm(request: Request, token: str) -> HttpResponse:
    """Take the token out of the address bar."""
    link = links.find(actions.PURPOSE, token, now=timezone.now())
    if link is None:
        return expired(request)
    return keep(request, link, "accounts:login_email_change")


@open_to_all("whose session has shown the token that went to the new e-mail")
@require_http_methods(["GET", "POST"])
@never_cache
def login_email_change(request: Request) -> HttpResponse:
    """Change the e-mail and end all sessions."""
    link = kept(request, actions.PURPOSE)
    if link is None or link.user is None or link.user.is_blocked:
        return expired(request)
    if request.method == "GET":
        return page(request, "accounts/login_email_change.html", {"link": link})
    try:
        person = actions.change(link)
    except ValidationError:
        return expired(request)
    request.session.flush()
    return done(request, f"Sign in with {person.username} from now on.", "account_login")
