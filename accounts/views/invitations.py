"""Inviting people, and the list of invitations."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions import invitations as actions
from accounts.forms.invitations import InviteForm
from accounts.http import Request
from accounts.invitation_rows import invitation_row
from accounts.models import OneTimeLink, User
from common.forms import add_problem
from common.http import first_of_ours
from common.pages import done, go, invalid, page
from common.paging import Sort, paginate
from common.policy import runs_the_account
from common.text import one_line

STATES = {"open": "Open", "expired": "Expired", "accepted": "Accepted", "revoked": "Revoked"}
NEWEST = Sort("sent", F("created_at"), descending=True)
SHOWN = (
    "issued_by",
    "created_at",
    "expires_at",
    "used_at",
    "revoked_at",
    "user__full_name",
    "user__username",
    "user__is_verified",
)


@runs_the_account
@require_http_methods(["GET", "POST"])
def invite(request: Request) -> HttpResponse:
    """Invite people by e-mail: all of them, or nobody while one line is wrong."""
    template, owner = "accounts/invite.html", request.actor.owns_the_account
    if request.method == "GET":
        form = InviteForm(owner=owner, initial={"guests": _asked_for(request)})
        return page(request, template, {"form": form, "nav": "people"})
    form = InviteForm(request.POST, owner=owner)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            people = actions.invite(asked["guests"], role=asked["role"], by=request.actor)
        except ValidationError as problem:
            add_problem(form, problem)
        else:
            return done(request, _invited(people), "accounts:invitations")
    return invalid(request, template, {"form": form, "nav": "people"})


def _asked_for(request: Request) -> str:
    """What the field begins with: an address, or the name of whom a search did not find."""
    text = one_line(request.GET.get("guests", ""), 500)
    return f"{text} <>" if text and "@" not in text else text


def _invited(people: list[User]) -> str:
    if len(people) == 1:
        return f"{people[0].username} is invited."
    return f"{len(people)} people are invited."


@runs_the_account
@require_GET
def invitations(request: Request) -> HttpResponse:
    """List the invitations, newest first, by state."""
    now, state = timezone.now(), request.GET.get("state", "")
    found = OneTimeLink.objects.filter(purpose=actions.PURPOSE, user__isnull=False)
    rows = in_state(found.select_related("user").only(*SHOWN), state, now)
    shown = paginate(rows, sort=NEWEST, cursor=request.GET.get("cursor", ""))
    context = {
        "page": shown,
        "rows": [invitation_row(link, link.user, now) for link in shown.rows if link.user],
        "states": STATES,
        "state": state if state in STATES else "",
        "nav": "people",
    }
    return page(request, "accounts/invitations.html", context, part="invitation-list")


def in_state(found: QuerySet[OneTimeLink], state: str, now: datetime) -> QuerySet[OneTimeLink]:
    """Narrow invitations to those in a state; an unknown one narrows nothing."""
    waiting = {"used_at": None, "revoked_at": None}
    match state:
        case "open":
            return found.filter(**waiting, expires_at__gt=now)
        case "expired":
            return found.filter(**waiting, expires_at__lte=now)
        case "accepted":
            return found.filter(used_at__isnull=False)
        case "revoked":
            return found.filter(revoked_at__isnull=False)
    return found


@runs_the_account
@require_POST
def invitation_resend(request: Request, pk: UUID) -> HttpResponse:
    """Send somebody another invitation, or the link that verifies their e-mail."""
    person = get_object_or_404(User.objects.visible_to(request.actor), pk=pk)
    try:
        what = actions.resend(person, by=request.actor)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return go(request, _back(request))
    article = "An" if what[0] in "aeiou" else "A"
    return done(request, f"{article} {what} is on its way to {person.username}.", _back(request))


def _back(request: Request) -> str:
    """Return the page the button was on: the list of people, a person, or the invitations."""
    asked, before = request.POST.get("next", ""), request.headers.get("Referer", "")
    return first_of_ours(request, asked, before) or reverse("accounts:invitations")


@runs_the_account
@require_POST
def invitation_revoke(request: Request, pk: UUID) -> HttpResponse:
    """Stop an invitation from working."""
    found = OneTimeLink.objects.filter(purpose=actions.PURPOSE, user__isnull=False)
    invitation = get_object_or_404(found.select_related("user"), pk=pk)
    try:
        actions.revoke(invitation, by=request.actor)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return go(request, reverse("accounts:invitations"))
    return done(request, "The invitation is revoked.", "accounts:invitations")
