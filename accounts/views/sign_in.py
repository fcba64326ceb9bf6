"""Ways in that allauth's views need a word before."""

from allauth.account import views as allauth
from allauth.socialaccount.providers.openid_connect.views import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from requests import RequestException

from accounts.actions.welcome import somebody_is_here
from accounts.single_sign_on import come_back
from common.policy import open_to_all


@open_to_all("the way in")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Sign in; on an empty installation, meet the first-owner page instead."""
    if not request.user.is_authenticated and not somebody_is_here():
        return redirect("accounts:welcome")
    return allauth.login(request)


@open_to_all("the way in through an identity provider")
def single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Go to the identity provider; say so when it does not answer."""
    try:
        answer: HttpResponseBase = login(request, provider_id)
    except RequestException:
        return _not_answering(request)
    return answer


@open_to_all("where the identity provider sends people back to")
def single_sign_on_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Come back from the identity provider; say so when it does not answer."""
    try:
        answer = come_back(request, provider_id)
    except RequestException:
        return _not_answering(request)
    return answer


def _not_answering(request: HttpRequest) -> HttpResponse:
    return render(request, "socialaccount/authentication_error.html", {"down": True}, status=502)


@open_to_all("it only leads to the sign-in page")
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Let Django's admin ask for the second factor too: its own sign-in page would not."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied("Django's admin is for superusers.")
    query = urlencode({"next": request.GET.get("next") or reverse("admin:index")})
    return redirect(f"{reverse('account_login')}?{query}")
