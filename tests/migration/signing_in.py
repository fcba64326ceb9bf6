"""Signing in with the local Atlassian, by the doors that a browser takes."""

from typing import Any
from urllib.parse import urlsplit

import httpx
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from migration.actions.grants import keep_grant
from migration.atlassian import personal, tokens
from migration.models import AtlassianGrant
from tests.migration.atlassian import Atlassian
from tests.migration.atlassian_world import CLIENT, SECRET


def go_to_atlassian(client: Client, came_from: str = "site") -> Any:
    """Press the button. Returns Muster's answer."""
    return client.post(reverse("migration:atlassian_sign_in"), {"from": came_from})


def come_back(client: Client, away: Any) -> Any:
    """Go on to Atlassian, which sends the browser back at once. Returns Muster's answer."""
    sent_back = httpx.get(away["Location"], trust_env=False)
    assert sent_back.status_code == 302, sent_back.text
    address = urlsplit(sent_back.headers["Location"])
    return client.get(f"{address.path}?{address.query}")


def sign_in(client: Client, atlassian: Atlassian, email: str, came_from: str = "site") -> Any:
    """All of it, as somebody who is signed in at Atlassian and allows everything."""
    atlassian.do("change", who=email, consent="allow")
    return come_back(client, go_to_atlassian(client, came_from))


def grant_to(person: User, atlassian: Atlassian, scope: str = "offline_access") -> AtlassianGrant:
    """What a sign-in would leave, without the pages."""
    atlassian.do("add_person", person.username)
    code = atlassian.do("allow", person.username, scope, "http://x/")["last"]["code"]
    body = {"grant_type": "authorization_code", "client_id": CLIENT, "client_secret": SECRET}
    body |= {"code": code, "redirect_uri": "http://x/"}
    told = httpx.post(f"{atlassian.url}/oauth/token", json=body, trust_env=False).json()
    got = tokens.Tokens.of(told, timezone.now())
    signed_in = tokens.SignedIn(personal.me(got.access), got)
    return keep_grant(signed_in, with_tokens=True, by=Actor.of_user(person))
