"""What is done with all people who were chosen in the list."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.views.decorators.http import require_POST

from accounts.actions import invitations
from accounts.actions.people import block, change_role, unblock
from accounts.actions.people_bulk import AlreadySo, Outcome, for_each
from accounts.actors import Actor
from accounts.forms.people import SELECTS, PeopleFilter, RoleForm, ids
from accounts.http import Request
from accounts.models import User
from accounts.views.dialogs import show_or_send
from accounts.views.people import MOST_AT_ONCE
from common import wording
from common.folding import Folded
from common.pages import done, invalid, page
from common.policy import runs_the_account

type Act = Callable[[User, Actor], object]
type Words = Callable[[str], str]  # told of "3 people"


def _block(person: User, by: Actor) -> None:
    if person.is_blocked:
        raise AlreadySo("Blocked already.")
    block(person, by=by)


def _unblock(person: User, by: Actor) -> None:
    if not person.is_blocked:
        raise AlreadySo("Not blocked.")
    unblock(person, by=by)


def _resend(person: User, by: Actor) -> None:
    invitations.resend(person, by=by)


# the value of a button → what it does, and how that is told
ACTS: dict[str, tuple[Act, Words]] = {
    "unblock": (_unblock, lambda people: f"Unblocked {people}."),
    "resend": (_resend, lambda people: f"Sent {people} another verification e-mail."),
}


@runs_the_account
@show_or_send
def people_bulk(request: Request) -> HttpResponse:
    """Do one thing for all who were chosen; say who was skipped, and why.

    Two things are asked first, by GET or while POST brings no answer: which role they shall have,
    and whether they shall be blocked.
    """
    is_post = request.method == "POST"
    chosen, sent = chosen_people(request), request.POST if is_post else request.GET
    asked = sent.get("action", "" if is_post else "role")
    if chosen and asked == "role":
        return _role(request, chosen)
    if asked == "block" and (people := by_name(request.actor, chosen)):
        return _block_all(request, people)
    if not chosen or not is_post or asked not in ACTS:
        messages.warning(request, "Choose people by the boxes beside their names, then an action.")
        return done(request, "", list_address(request))
    act, words = ACTS[asked]
    return told(request, for_each(chosen, lambda person: act(person, request.actor)), words)


@runs_the_account
@require_POST
def people_resend(request: Request) -> HttpResponse:
    """Send all unverified people whom the list's filter shows what verifies their e-mail."""
    found = PeopleFilter(request.GET).narrow(User.objects.visible_to(request.actor))
    count = invitations.resend_to_all(found, by=request.actor)
    if not count:
        messages.info(request, "Nobody here has an e-mail to verify.")
    said = f"Sent {wording.people(count)} another verification e-mail." if count else ""
    return done(request, said, list_address(request))


def _block_all(request: Request, people: list[User]) -> HttpResponse:
    if request.POST.get("confirmed"):
        keys = [person.pk for person in people]
        outcome = for_each(keys, lambda person: _block(person, request.actor))
        return told(request, outcome, lambda count: f"Blocked {count}.")
    context = {"nav": "people", "people": people, "back": list_address(request)}
    context["terms"] = terms_of(request)
    return page(request, "accounts/people_block.html", context, part="dialog")


def _role(request: Request, chosen: list[UUID]) -> HttpResponse:
    form = RoleForm(request.POST if "role" in request.POST else None, by=request.actor)
    if form.is_valid():
        role = form.chosen
        outcome = for_each(chosen, lambda person: change_role(person, role=role, by=request.actor))
        return told(request, outcome, lambda people: f"Gave {people} the role {role}.")
    context = {"nav": "people", "form": form, "chosen": chosen, "back": list_address(request)}
    context["terms"] = terms_of(request)
    show = invalid if form.is_bound else page
    return show(request, "accounts/person_role.html", context, part="dialog")


def chosen_people(request: Request) -> list[UUID]:
    """The ids of the ticked boxes, or of all people whom the list's filter shows."""
    sent = request.POST if request.method == "POST" else request.GET
    if not sent.get("all"):
        return ids(sent.getlist("chosen"))[:MOST_AT_ONCE]
    found = PeopleFilter(request.GET).narrow(User.objects.visible_to(request.actor))
    return list(found.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])


def by_name(by: Actor, ids: list[UUID]) -> list[User]:
    """The people of these ids whom the actor may see, by name."""
    seen = User.objects.visible_to(by).filter(pk__in=ids)
    return list(seen.defer("search_words").order_by(Folded("full_name"), "pk"))


def told(request: Request, outcome: Outcome, words: Words) -> HttpResponse:
    """Go back to the list and tell what became of it."""
    if outcome.skipped:
        reasons = f"Skipped {wording.people(len(outcome.skipped))}. {outcome.skipped_text}"
        messages.warning(request, reasons)
    message = words(wording.people(outcome.done)) if outcome.done else ""
    return done(request, message, list_address(request))


def list_address(request: Request) -> str:
    """Where the list is, narrowed as it was."""
    return resolve_url("accounts:people") + terms_of(request)


def terms_of(request: Request) -> str:
    """What the list was narrowed to, as the end of an address."""
    terms = {name: request.GET[name] for name in ("q", *SELECTS, "sort") if request.GET.get(name)}
    return f"?{urlencode(terms)}" if terms else ""
