"""One-time links: the token is in the link, only its hash is kept."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import OneTimeLink, User

EXPIRED = "Token expired"


def hash_of(token: str) -> str:
    """Return the hash under which a token is kept (256 random bits need no salt)."""
    return sha256(token.encode()).hexdigest()


def issue(
    purpose: str,
    *,
    now: datetime,
    valid_for: timedelta,
    user: User | None = None,
    data: dict[str, Any] | None = None,
    issued_by: str = "",
) -> str:
    """Make a link and return its token, which is kept nowhere. Older ones stop working."""
    if user is not None:
        revoke(purpose, user, now=now)
    until = now + valid_for
    link, token = _link(purpose, now, until, user=user, data=data or {}, issued_by=issued_by)
    link.save(force_insert=True)
    return token


def issue_all(
    purpose: str, people: Sequence[User], *, now: datetime, valid_for: timedelta, issued_by: str
) -> list[str]:
    """Make a link for each of these people, and return the tokens. Older ones stop working."""
    OneTimeLink.objects.unused().filter(purpose=purpose, user__in=people).update(revoked_at=now)
    until = now + valid_for
    made = [_link(purpose, now, until, user=person, issued_by=issued_by) for person in people]
    OneTimeLink.objects.bulk_create(link for link, _ in made)
    return [token for _, token in made]


def _link(purpose: str, now: datetime, until: datetime, **more: Any) -> tuple[OneTimeLink, str]:
    token = secrets.token_urlsafe(32)
    hashed = hash_of(token)
    link = OneTimeLink(purpose=purpose, token_hash=hashed, created_at=now, expires_at=until, **more)
    return link, token


def revoke(purpose: str, user: User, *, now: datetime) -> int:
    """Stop a person's unused links of a kind from working. Returns how many there were."""
    links = OneTimeLink.objects.unused().filter(purpose=purpose, user=user)
    return links.update(revoked_at=now)


def person_of(link: OneTimeLink) -> User:
    """Return the person a link is for. Raises ValidationError when it is for nobody."""
    if link.user is None:
        raise ValidationError(EXPIRED)
    return link.user


def find(purpose: str, token: str, *, now: datetime) -> OneTimeLink | None:
    """Return the link of a token while it works, else None. Looking does not use it up."""
    unused = OneTimeLink.objects.unused().select_related("user__custom_role")
    return unused.filter(purpose=purpose, token_hash=hash_of(token), expires_at__gt=now).first()


def redeem(link: OneTimeLink, *, now: datetime) -> None:
    """Use a link up. Raises ValidationError when somebody was faster or it has expired."""
    unused = OneTimeLink.objects.unused().filter(pk=link.pk, expires_at__gt=now)
    if not unused.update(used_at=now):
        raise ValidationError(EXPIRED)
