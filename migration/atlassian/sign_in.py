"""Signing in with Atlassian, to show who one is there: never a way to sign in here.

django-allauth's provider, with the addresses of the settings, the app of the connection, and
PUBLIC_URL as the way back. Its state works once, for ten minutes, in the same session.
Contract: atlassian.md §2.
"""

from typing import Any

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.atlassian.provider import AtlassianProvider
from allauth.socialaccount.providers.atlassian.views import AtlassianOAuth2Adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import mail
from common.text import one_line
from migration.atlassian import calls, personal
from migration.atlassian.calls import InvalidGrant, TokenEnded
from migration.atlassian.tokens import SignedIn, Tokens
from migration.directory import Refused
from migration.models import AtlassianConnection

# Who only shows who they are gives no more than that, and no token of theirs is kept.
WHO = ["read:me"]
SITES = [*WHO, "read:jira-user", "read:jira-work", "offline_access"]
NOT_SET_UP = "Signing in with Atlassian is not set up. Ask an owner."
ENDED = "This sign-in has ended, or was used already. Sign in with Atlassian again."
DENIED = "You didn't let Muster see your Atlassian account. Nothing was changed."
NOT_TAKEN = "Atlassian did not complete the sign-in: “{}” Sign in with Atlassian again."


class JsonClient(OAuth2Client):
    """Asks for tokens as Atlassian documents it: JSON, by our own HTTP client."""

    def get_access_token(
        self, code: str, pkce_code_verifier: str | None = None, extra_data: Any = None
    ) -> dict[str, Any]:
        """Exchange a code. Raises InvalidGrant, TryLater, Refused."""
        return calls.token(
            {
                "grant_type": "authorization_code",
                "client_id": self.consumer_key,
                "client_secret": self.consumer_secret,
                "code": code,
                "redirect_uri": self.callback_url,
            }
        )


class AtSettings(AtlassianOAuth2Adapter):
    """Atlassian at the addresses of the settings; people come back to PUBLIC_URL."""

    client_class = JsonClient

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.authorize_url = f"{settings.ATLASSIAN_AUTH_URL}/authorize"
        self.access_token_url = f"{settings.ATLASSIAN_AUTH_URL}/oauth/token"
        self.profile_url = f"{settings.ATLASSIAN_API_URL}/me"

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Return where people come back to; never made from a request's Host header."""
        return callback_url()


class Provider(AtlassianProvider):
    """Not among those that people sign in to Muster with: it isn't registered."""

    oauth2_adapter_class = AtSettings


def callback_url() -> str:
    """Return the address that the operator's app has to name as its callback."""
    return mail.link(reverse("migration:atlassian_callback"))


def leave(request: HttpRequest, scopes: list[str], came_from: str) -> str:
    """Return where at Atlassian somebody goes to, who wants to come back. Raises Refused."""
    away = _provider(request).redirect(
        request, AuthProcess.CONNECT, data={"came_from": came_from}, scope=scopes
    )
    return str(away["Location"])


def came_from(request: HttpRequest) -> str:
    """Use up the state that somebody comes back with, return where they came from.

    Raises PermissionDenied when it isn't of this session, was used or has expired.
    """
    try:
        state = _provider(request).unstash_redirect_state(request, request.GET.get("state", ""))
    except Refused:
        raise PermissionDenied(ENDED) from None
    return str((state.get("data") or {}).get("came_from", ""))


def come_back(request: HttpRequest) -> SignedIn:
    """Exchange the code that somebody comes back with, and ask who they are.

    Raises Refused, TryLater.
    """
    if error := request.GET.get("error", ""):
        said = request.GET.get("error_description", "") or error
        words = NOT_TAKEN.format(one_line(said, 200))
        raise Refused(DENIED if error == "access_denied" else words)
    back, provider = AtSettings(request), _provider(request)
    client = back.get_client(request, provider.app)
    try:
        told = client.get_access_token(request.GET.get("code", ""))
        tokens = Tokens.of(told, timezone.now())
        account = personal.me(tokens.access)
    except (InvalidGrant, TokenEnded) as problem:
        raise Refused(NOT_TAKEN.format(problem)) from problem
    return SignedIn(account, tokens)


def _provider(request: HttpRequest) -> Provider:
    connection = AtlassianConnection.current()
    try:
        secret = connection.client_secret
    except ValueError:
        secret = ""
    if not connection.client_id or not secret:
        raise Refused(NOT_SET_UP)
    app = SocialApp(provider=Provider.id, client_id=connection.client_id, secret=secret)
    return Provider(request, app=app)
