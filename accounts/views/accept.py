"""Coming in by an invitation."""

from allauth.account.utils import perform_login
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts import links
from accounts.actions import invitations
from accounts.forms.sign_in import PersonalForm
from accounts.http import Request
from accounts.models import OneTimeLink
from accounts.views.kept_links import expired, keep, kept
from common.forms import add_problem
from common.pages import invalid, page
from common.policy import open_to_all

TEMPLATE = "accounts/accept.html"


@open_to_all("the token in the address is what lets in; it is looked at, not used up")
@require_GET
@never_cache
def accept(request: Request, token: str) -> HttpResponseBase:
    """Take the token out of the address bar, where a screenshot or a referrer could show it."""
    invitation = links.find(invitations.PURPOSE, token, now=timezone.now())
    if invitation is None:
        return expired(request)
    return keep(request, invitation, "accounts:join")


@open_to_all("whose session has shown the token of an invitation")
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
@never_cache
def join(request: Request) -> HttpResponseBase:
    """Ask for name and password, then sign the new person in."""
    invitation = kept(request, invitations.PURPOSE)
    if invitation is None or invitation.user is None:
        return expired(request)
    if invitation.user.is_blocked:
        return redirect("account_inactive")
    if request.method == "GET":
        person = invitation.user
        form = PersonalForm(initial={"full_name": person.full_name, "time_zone": person.time_zone})
        return page(request, TEMPLATE, {"form": form, "invitation": invitation})
    return _redeem(request, invitation, PersonalForm(request.POST))


def _redeem(request: Request, invitation: OneTimeLink, form: PersonalForm) -> HttpResponseBase:
    if form.is_valid():
        try:
            person = invitations.accept(invitation, **form.cleaned_data)
        except ValidationError as problem:
            if links.EXPIRED in problem.messages:
                return expired(request)
            add_problem(form, problem)
        else:
            request.session.flush()
            answer: HttpResponseBase = perform_login(
                request, person, signal_kwargs={"how": "an invitation"}
            )
            return answer
    return invalid(request, TEMPLATE, {"form": form, "invitation": invitation})
