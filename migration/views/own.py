"""What people do themselves: show their e-mail to be theirs, and say that they have arrived."""

from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.actions import verification
from accounts.http import Request, oneself
from accounts.views.person import find_person, home_of
from common.pages import done, go
from common.policy import signed_in
from migration import directories
from migration.actions import people
from migration.models import SiteMigration, UserMove

SECTION = "#atlassian"
ARRIVED = "Confirmed: {} is connected."
NOT_YET = "Not there yet. {} says: {}."
NONE_OPEN = "No migration is under way."


@signed_in
@require_POST
def confirm(request: Request, person_id: UUID) -> HttpResponse:
    """Look at the directory for one person, now. Not too often: the work needs its calls."""
    if too_often := ratelimit.consume_or_429(request, action="manage_email"):
        return too_often
    found, person = SiteMigration.objects.open().first(), find_person(request, person_id)
    home = home_of(request, person) + SECTION
    if found is None:
        messages.info(request, NONE_OPEN)
        return go(request, home)
    try:
        move = people.confirm(found, person, by=request.actor)
    except ValidationError as problem:
        messages.warning(request, " ".join(problem.messages))
        return go(request, home)
    if move.status == UserMove.Status.CONNECTED:
        return done(request, ARRIVED.format(person.full_name), home)
    label = directories.LABELS[found.directory]
    messages.info(request, NOT_YET.format(label, move.get_status_display().lower()))
    return go(request, home)


@signed_in
@require_POST
def own_verify(request: Request) -> HttpResponse:
    """Send oneself the e-mail that verifies one's address."""
    home, person = reverse("accounts:profile") + SECTION, oneself(request)
    if person.is_verified:
        return done(request, "Your e-mail is verified.", home)
    if too_often := ratelimit.consume_or_429(request, action="manage_email"):
        return too_often
    verification.send_link(person)
    return done(request, f"A verification link is on its way to {person.username}.", home)
