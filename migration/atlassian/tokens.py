"""What people allowed Muster by signing in at Atlassian. Contract: atlassian.md §2.

A refresh token works once, and brings the next one: that is kept before anything is asked with
the new access token, and whoever comes at the same time waits for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.sealed import seal, unseal
from migration.atlassian import calls
from migration.atlassian.calls import InvalidGrant, TokenEnded
from migration.atlassian.personal import Account
from migration.atlassian.reading import Told, text
from migration.directory import SignInFirst
from migration.models import AtlassianConnection, AtlassianGrant

SPARE = timedelta(seconds=60)  # before its end that a token counts as gone
USUAL_SECONDS = 3600
LONGEST_TOKEN = 20_000  # characters
FIRST = "Sign in with Atlassian first."
AGAIN = "What you allowed Muster at Atlassian has ended. Sign in with Atlassian again."


@dataclass(frozen=True, slots=True)
class Tokens:
    """What Atlassian gave for a code or a refresh token; `refresh` may be ""."""

    access: str
    refresh: str
    expires_at: datetime
    scopes: str

    @classmethod
    def of(cls, told: Told, now: datetime) -> "Tokens":
        """Read Atlassian's answer."""
        said = told.get("expires_in")
        seconds = said if isinstance(said, int) and 0 < said < 10**9 else USUAL_SECONDS
        return cls(
            text(told, "access_token", LONGEST_TOKEN),
            text(told, "refresh_token", LONGEST_TOKEN),
            now + timedelta(seconds=seconds),
            text(told, "scope", 2000),
        )


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who came back from Atlassian, and what they allowed."""

    account: Account
    tokens: Tokens


def asking[T](person: User, question: Callable[[str], T]) -> T:
    """Ask something with a person's access token; when that has ended, once more with a new one.

    Not within a transaction. Raises SignInFirst, TryLater, Refused.
    """
    token = _working(person)
    try:
        return question(token)
    except TokenEnded:
        token = _working(person, other_than=token)
    try:
        return question(token)
    except TokenEnded as problem:
        raise SignInFirst(AGAIN) from problem


def put(grant: AtlassianGrant, tokens: Tokens) -> None:
    """Seal tokens into a grant. A new refresh token replaces the old one."""
    grant.sealed_access_token = seal(tokens.access)
    if tokens.refresh:
        grant.sealed_refresh_token = seal(tokens.refresh)
    grant.expires_at = tokens.expires_at
    grant.scopes = tokens.scopes or grant.scopes


def _working(person: User, *, other_than: str = "") -> str:
    """Return an access token that will work for a while. Raises as `asking`."""
    # Durable: what is kept here may not be undone by anybody around, Atlassian has changed it.
    with transaction.atomic(durable=True):
        grant = AtlassianGrant.objects.select_for_update().filter(user=person.pk).first()
        # Who changed their e-mail here since then has shown nothing of the new one at Atlassian.
        if grant is None or grant.email != person.username:
            raise SignInFirst(FIRST)
        token, now = _opened(grant.sealed_access_token), timezone.now()
        if token and token != other_than and grant.expires_at > now + SPARE:
            return token
        token = _refreshed(grant, now)
        grant.save()
    if not token:
        raise SignInFirst(AGAIN)
    return token


def _refreshed(grant: AtlassianGrant, now: datetime) -> str:
    """Refresh a grant that is locked, return its new access token; "" when it has ended."""
    connection, old = AtlassianConnection.current(), _opened(grant.sealed_refresh_token)
    body = {
        "grant_type": "refresh_token",
        "client_id": connection.client_id,
        "client_secret": connection.client_secret,
        "refresh_token": old,
    }
    try:
        tokens = Tokens.of(calls.token(body), now) if old else None
    except InvalidGrant:
        tokens = None
    if tokens is None:
        grant.sealed_access_token = grant.sealed_refresh_token = ""
        return ""
    put(grant, tokens)
    return tokens.access


def _opened(sealed: str) -> str:
    """Open a sealed token; one that was sealed with another SECRET_KEY is none."""
    try:
        return unseal(sealed) if sealed else ""
    except ValueError:
        return ""
