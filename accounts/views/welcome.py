"""The page of an empty installation: its first owner."""

from allauth.account.utils import perform_login
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import welcome as actions
from accounts.forms.sign_in import WelcomeForm
from accounts.http import Request
from common.forms import add_problem
from common.pages import invalid, page
from common.policy import open_to_all

TEMPLATE = "accounts/welcome.html"


@open_to_all("there is nobody yet who could sign in; it is gone as soon as somebody is here")
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
@never_cache
def welcome(request: Request) -> HttpResponseBase:
    """Name the organisation, make its first owner, sign them in."""
    if actions.somebody_is_here():
        return page(request, "accounts/welcome_over.html", {}, status=404)
    if request.method == "GET":
        form = WelcomeForm(initial={"time_zone": request.account.time_zone})
        return page(request, TEMPLATE, {"form": form})
    form = WelcomeForm(request.POST)
    if form.is_valid():
        try:
            owner = actions.begin(**form.cleaned_data)
        except ValidationError as problem:
            add_problem(form, problem)
        else:
            signed_in: HttpResponseBase = perform_login(
                request, owner, signal_kwargs={"how": "a new account"}
            )
            return signed_in
    return invalid(request, TEMPLATE, {"form": form})
