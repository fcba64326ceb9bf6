"""The pages of the built-in directory: what Atlassian's own would be, in small."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import links
from accounts.http import Request
from accounts.views.kept_links import keep, kept
from common.forms import carry_out
from common.pages import done, invalid, page
from common.policy import open_to_all, runs_the_account
from migration import practice
from migration.actions import practice as actions
from migration.forms.practice import SignUpForm
from migration.models import PracticeSite
from migration.practice_mails import PURPOSE

SIGN_UP = "migration/practice_sign_up.html"


@runs_the_account
@require_http_methods(["GET", "POST"])
def practice_sign_up(request: Request) -> HttpResponse:
    """Sign up for a practice account, then go on with picking a site."""
    _require_offered()
    form = SignUpForm(request.POST or None, initial={"name": request.actor.name})
    if request.method == "GET":
        return page(request, SIGN_UP, {"form": form})
    carry_out(form, lambda: actions.sign_up(form.cleaned_data["name"], by=request.actor))
    if form.is_valid():
        return done(request, "Your practice account is made.", "migration:wizard")
    return invalid(request, SIGN_UP, {"form": form})


@open_to_all("the token in the address is what lets in; it is looked at, not used up")
@require_GET
@never_cache
def practice_link(request: Request, token: str) -> HttpResponse:
    """Take the token out of the address bar, where a screenshot or a referrer could show it."""
    _require_offered()
    link = links.find(PURPOSE, token, now=timezone.now())
    return keep(request, link, "migration:practice_join") if link else _expired(request)


@open_to_all("whose session has shown the token of a practice invitation")
@require_http_methods(["GET", "POST"])
@never_cache
def practice_join(request: Request) -> HttpResponse:
    """Let the person an invitation was sent to confirm their practice account."""
    _require_offered()
    link = kept(request, PURPOSE)
    if link is None or link.user is None:
        return _expired(request)
    if request.method == "GET":
        sites = PracticeSite.objects.filter(members__account__email=link.user.username)
        context = {"link": link, "person": link.user, "sites": sites.order_by("name")}
        return page(request, "migration/practice_join.html", context)
    try:
        actions.join(link)
    except ValidationError:
        return _expired(request)
    return redirect("migration:practice_joined")


@open_to_all("it says only that a practice account is confirmed")
@require_GET
def practice_joined(request: Request) -> HttpResponse:
    """Say that it is done, and that nothing more is to do."""
    _require_offered()
    return page(request, "migration/practice_joined.html", {})


@open_to_all("a practice site shows its name, which whoever asks knows")
@require_GET
def practice_site(request: Request, name: str) -> HttpResponse:
    """Stand where a site of Atlassian's would stand."""
    _require_offered()
    site = get_object_or_404(PracticeSite, name=name)
    context = {"site": site, "crowd": site.members.count()}
    return page(request, "migration/practice_site.html", context)


def _require_offered() -> None:
    if not practice.is_offered():
        raise Http404("The practice directory comes with the embedded database alone.")


def _expired(request: Request) -> HttpResponse:
    return page(request, "migration/practice_expired.html", {}, status=410)
