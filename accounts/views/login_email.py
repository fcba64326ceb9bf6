"""Changing the e-mail that one signs in with."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import links
from accounts.actions import login_email as actions
from accounts.forms.sign_in import LoginEmailForm
from accounts.http import Request, oneself
from accounts.models import User
from accounts.views.dialogs import sent, show_or_send
from accounts.views.kept_links import expired, keep, kept
from accounts.views.person_admin import managed_person
from common.forms import add_problem, carry_out
from common.pages import done, go, invalid, page
from common.policy import open_to_all, runs_the_account, signed_in

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


@runs_the_account
@show_or_send
def person_email(request: Request, pk: UUID) -> HttpResponse:
    """Ask for another e-mail for somebody whom one manages; a link goes to the new one."""
    person = managed_person(request, pk)
    if request.actor.is_person(person):
        return go(request, reverse("accounts:login_email"))
    asked = request.method == "POST"
    if asked and (too_often := ratelimit.consume_or_429(request, action="manage_email")):
        return too_often
    form = LoginEmailForm(sent(request))
    carry_out(form, lambda: _ask(request, person, form))
    if form.is_valid():
        words = f"A link was sent to {form.cleaned_data['username']}. It changes the e-mail."
        return done(request, words, person)
    show = invalid if asked else page
    context = {"nav": "people", "person": person, "form": form}
    return show(request, "accounts/person_email.html", context, part="dialog")


def _ask(request: Request, person: User, form: LoginEmailForm) -> None:
    actions.ask_to_change(person, to=form.cleaned_data["username"], by=request.actor)


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
    if not person.has_usable_password():
        words = f"{person.username} is yours. Ask for a link here to choose a password."
        return done(request, words, "account_reset_password")
    return done(request, f"Sign in with {person.username} from now on.", "account_login")
