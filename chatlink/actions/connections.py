"""Connecting somebody's chat account with them, and ending that. Contract: chat.md §3.2."""

import secrets
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import audit, links, mail
from accounts.actions.people_locks import hold
from accounts.actors import Actor
from accounts.models import OneTimeLink, User
from accounts.permissions import REFUSED, require
from chatlink.chat_links import CODE, About, shown_of, waiting_code
from chatlink.models import ChatAccount
from chatlink.names import account_name, actor_name
from chatlink.permissions import can_disconnect
from common.saving import save_valid

audit.WORDS |= {
    "chat.approved": "approved {account} for {target}, where a code completes it",
    "chat.connected": "connected {account} to {target}",
    "chat.denied": "refused to connect {account} to {target}",
    "chat.opened_late": "opened a link about {account} that works no more",
    "chat.kept": "kept {account} connected to {target}",
    "chat.code_refused": "typed a wrong code for {account}, try {tries} of 5",
    "chat.disconnected": "disconnected {account} from {target}",
    "chat.revoked": "revoked the connection of {account} to {target}",
}

MOST_TRIES = 5
MOST_LATE = 20  # people of whom the log says that they opened the same spent link
NOT_YOURS = (
    "Only the person who is connected to this chat account can disconnect it, "
    "or an owner or admin. Sign in as that person."
)
NO_CODE = "There is nothing to complete. Type /genie connect for a new link."
WRONG_CODE = "This is not the code that the page shows. Look again. Tries left: {}."
DEAD_CODE = "This is not the code, for the fifth time. Type /genie connect for a new link."


@transaction.atomic
def approve(link: OneTimeLink, *, now: datetime, by: Actor) -> str:
    """Connect the chat user of a link to who approves it.

    Returns the code that they have to type in the chat before it counts, or "" when it counts.
    Raises ValidationError when the link is spent, or with the sentence of the constraint that
    the connection would break; the link works on then.
    """
    person = _approver(by)
    links.redeem(link, now=now)
    shown = shown_of(link)
    account = shown.account()
    account.user = person
    if shown.about.needs_code:
        account.full_clean()
        audit.record(by, "chat.approved", person, account=account_name(account))
        return _wait_for_code(link, person, now)
    _connect(account, by)
    return ""


@transaction.atomic
def complete(about: About, code: str, *, now: datetime) -> ChatAccount | str:
    """Make the connection that was approved, when its code is typed by that chat user.

    Returns it, or a sentence that says why not. A wrong try counts.
    """
    waiting = waiting_code(about, now=now)
    if waiting is None:
        return NO_CODE
    person = links.person_of(waiting)
    hold(person)
    shown = shown_of(waiting)
    account = shown.account()
    account.user = person
    by = Actor.in_chat(actor_name(shown.kind, shown.handle, None))
    if not constant_time_compare(waiting.data["code"], _hash(waiting, code)):
        return _count_try(waiting, account, now, by)
    if person.is_blocked:
        return NO_CODE
    links.redeem(waiting, now=now)
    try:
        _connect(account, Actor.in_chat(actor_name(shown.kind, shown.handle, person), user=person))
    except ValidationError as problem:
        return " ".join(problem.messages)
    return account


@transaction.atomic
def deny(link: OneTimeLink, *, now: datetime, by: Actor) -> None:
    """Use a link up without doing what it is for. Raises ValidationError when it is spent."""
    person = _approver(by)
    links.redeem(link, now=now)
    shown = shown_of(link)
    account = account_name(shown.account())
    if shown.about.account_id:
        connected = connected_by(link)
        require(can_disconnect(by, connected), NOT_YOURS)
        audit.record(by, "chat.kept", connected.user, account=account)
    else:
        audit.record(by, "chat.denied", person, account=account)


@transaction.atomic
def disconnect(link: OneTimeLink, *, now: datetime, by: Actor) -> ChatAccount:
    """End the connection that a link is about.

    Raises ValidationError when it is spent, PermissionDenied when it is somebody else's.
    """
    account = connected_by(link)
    require(can_disconnect(by, account), NOT_YOURS)
    links.redeem(link, now=now)
    _end(account, "chat.disconnected", by)
    return account


@transaction.atomic
def revoke(account: ChatAccount, *, by: Actor) -> None:
    """End a connection. Raises ValidationError when it has ended, PermissionDenied."""
    require(can_disconnect(by, account))
    _end(account, "chat.revoked", by)


@transaction.atomic
def note_opened_late(link: OneTimeLink, *, by: Actor) -> None:
    """Write into the log that somebody opened a link that works no more; of each person once."""
    if by.user is None:
        return
    held = OneTimeLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    late, person = held.data.get("late", []), str(by.user.pk)
    if person in late or len(late) >= MOST_LATE:
        return
    held.data["late"] = [*late, person]
    held.save(update_fields=["data"])
    account = shown_of(held).account()
    audit.record(by, "chat.opened_late", account.chat_team, account=account_name(account))


def connected_by(link: OneTimeLink) -> ChatAccount:
    """Return the connection that a link would end. Raises ValidationError when there is none."""
    accounts = ChatAccount.objects.select_related("chat_team", "user")
    account = accounts.filter(pk=link.data["account_id"]).first()
    if account is None:
        raise ValidationError(links.EXPIRED)
    return account


def _approver(by: Actor) -> User:
    """Who is signed in, as they are now: somebody blocked this moment approves nothing."""
    if by.user is None:
        raise PermissionDenied(REFUSED)
    hold(by.user)
    require(not by.user.is_blocked)
    return by.user


def _connect(account: ChatAccount, by: Actor) -> None:
    save_valid(account)
    name, person = account_name(account), account.user
    audit.record(by, "chat.connected", person, account=name)
    url = mail.link(reverse("chatlink:account_revoke", args=[account.pk]))
    mail.send("chat_connected", person.username, person=person, name=name, url=url)


def _end(account: ChatAccount, verb: str, by: Actor) -> None:
    gone, _ = ChatAccount.objects.filter(pk=account.pk).delete()
    if not gone:
        raise ValidationError("This chat account is disconnected already.")
    audit.record(by, verb, account.user, account=account_name(account))


def _wait_for_code(link: OneTimeLink, person: User, now: datetime) -> str:
    """Keep the approval until the code is typed, as long as the link would have worked."""
    code = f"{secrets.randbelow(1_000_000):06}"
    waiting = OneTimeLink(
        purpose=CODE,
        token_hash=links.hash_of(secrets.token_urlsafe(32)),  # nobody has this token
        user=person,
        data=link.data | {"tries": 0},
        created_at=now,
        expires_at=link.expires_at,
    )
    waiting.data["code"] = _hash(waiting, code)
    waiting.save(force_insert=True)
    return code


def _count_try(waiting: OneTimeLink, account: ChatAccount, now: datetime, by: Actor) -> str:
    waiting.data["tries"] += 1
    tries: int = waiting.data["tries"]
    waiting.revoked_at = now if tries >= MOST_TRIES else None
    waiting.save(update_fields=["data", "revoked_at"])
    name = account_name(account)
    audit.record(by, "chat.code_refused", account.user, account=name, tries=tries)
    left = MOST_TRIES - tries
    return WRONG_CODE.format(left) if left else DEAD_CODE


def _hash(waiting: OneTimeLink, code: str) -> str:
    """The code's HMAC, which only this approval can have."""
    value = f"{waiting.pk}:{code}"
    return salted_hmac("chatlink.connections", value, algorithm="sha256").hexdigest()
