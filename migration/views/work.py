"""What can be done about a move that runs, and about the people in it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from accounts.actions import invitations
from accounts.http import Request
from accounts.models import User
from accounts.permissions import require
from accounts.views.dialogs import sent, show_or_send
from accounts.views.person import find_person
from common import wording
from common.forms import carry_out
from common.pages import done, go, page
from common.policy import runs_the_account
from migration.actions import course, people
from migration.forms.wizard import LeaveOutForm
from migration.models import SiteMigration, UserMove
from migration.permissions import ONLY_OWNERS, can_leave_out
from migration.progress import progress_of
from migration.views.common import as_it_is, back, opened, version_sent

UNVERIFIED = UserMove.Status.EMAIL_UNVERIFIED
CANCEL, AGAIN, LEAVE_OUT = (
    f"migration/{name}.html" for name in ("cancel", "invite_again", "leave_out")
)


@runs_the_account
@require_POST
def pause(request: Request) -> HttpResponse:
    """Invite nobody until somebody resumes."""
    return _tried(request, course.pause, "Paused. Nobody is invited until you resume.")


@runs_the_account
@require_POST
def resume(request: Request) -> HttpResponse:
    """Go on."""
    return _tried(request, course.resume, "The migration goes on.")


def _tried(request: Request, act: Callable[..., object], said: str) -> HttpResponse:
    found = opened(request)
    if found is None:
        return as_it_is(request)
    try:
        act(found, by=request.actor)
    except ValidationError:  # it is so already, or has ended
        return as_it_is(request)
    return done(request, said, "migration:status")


@runs_the_account
@show_or_send
def cancel(request: Request) -> HttpResponse:
    """Say what stays, and end a move before it is complete."""
    found = opened(request)
    if found is None:
        return as_it_is(request)
    if request.method == "POST":
        try:
            course.cancel(found, version=version_sent(request), by=request.actor)
        except ValidationError:
            return as_it_is(request)
        return done(request, "The migration is cancelled.", "accounts:account")
    context = {"migration": found, "progress": progress_of(found), "nav": "settings"}
    return page(request, CANCEL, context, part="dialog")


@runs_the_account
@require_POST
def retry(request: Request) -> HttpResponse:
    """Try one person again, or all who failed."""

    def act(found: SiteMigration, chosen: list[User] | None) -> str:
        count = people.retry(found, chosen, by=request.actor)
        return f"Trying {wording.people(count)} again."

    return _for_people(request, act)


@runs_the_account
@show_or_send
def invite_again(request: Request) -> HttpResponse:
    """Invite one person again, or, once it was said what that does, all who have not arrived."""

    def act(found: SiteMigration, chosen: list[User] | None) -> str:
        count = people.resend_invitations(found, chosen, by=request.actor)
        return f"Inviting {wording.people(count)} again."

    if request.method == "POST":
        return _for_people(request, act)
    found = opened(request)
    if found is None:
        return as_it_is(request)
    context = {"migration": found, "progress": progress_of(found), "nav": "settings"}
    return page(request, AGAIN, context, part="dialog")


@runs_the_account
@require_POST
def resend_all(request: Request) -> HttpResponse:
    """Send all of the move whose e-mail is not verified what verifies it."""
    found = opened(request)
    everybody = User.objects.all()
    if found and found.started_at:
        everybody = everybody.filter(moves__migration=found, moves__status=UNVERIFIED)
    count = invitations.resend_to_all(everybody, by=request.actor)
    said = f"Sent {wording.people(count)} another verification e-mail." if count else ""
    if not said:
        messages.info(request, "Everybody’s e-mail is verified.")
    return done(request, said, back(request, "migration:wizard"))


@runs_the_account
@show_or_send
def leave_out(request: Request, person_id: UUID) -> HttpResponse:
    """Ask why somebody is left out, and leave them out. Owners only."""
    require(can_leave_out(request.actor), ONLY_OWNERS)
    found, person = opened(request), find_person(request, person_id)
    if found is None:
        return as_it_is(request)
    form = LeaveOutForm(sent(request))
    to = back(request, "migration:wizard")

    def leave() -> int:
        return people.leave_out(found, [person], by=request.actor, **form.cleaned_data)

    count = carry_out(form, leave)
    if count:
        return done(request, f"{person.full_name} is left out.", to)
    context = {"migration": found, "person": person, "form": form, "back": to, "nav": "settings"}
    status = 422 if form.is_bound else 200
    return page(request, LEAVE_OUT, context, part="dialog", status=status)


@runs_the_account
@require_POST
def take_in(request: Request, person_id: UUID) -> HttpResponse:
    """Take somebody in again who was left out. Owners only."""
    require(can_leave_out(request.actor), ONLY_OWNERS)
    person = find_person(request, person_id)

    def act(found: SiteMigration, chosen: list[User] | None) -> str:
        people.take_in(found, [person], by=request.actor)
        return f"{person.full_name} is part of the migration again."

    return _acted(request, act, None)


def _for_people(request: Request, act: Callable[..., str]) -> HttpResponse:
    """Act for the person who is named, or for all when that is said."""
    if request.POST.get("all"):
        return _acted(request, act, None)
    try:
        return _acted(request, act, [find_person(request, UUID(request.POST.get("person", "")))])
    except ValueError:
        raise Http404 from None


def _acted(request: Request, act: Callable[..., str], chosen: list[User] | None) -> HttpResponse:
    found = opened(request)
    if found is None:
        return as_it_is(request)
    try:
        return done(request, act(found, chosen), back(request))
    except ValidationError as problem:
        messages.warning(request, " ".join(problem.messages))
        return go(request, back(request))
