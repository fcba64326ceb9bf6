"""One call to Atlassian, and what its refusals mean. Contract: atlassian.md §2, §4."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.utils import timezone

from common import outgoing
from migration.atlassian.reading import (
    Told,
    an_object,
    codes_of,
    json_of,
    objects,
    text,
    words_of,
)
from migration.directory import Refused, TryLater

LARGEST = 4 * 1024 * 1024  # bytes: a page of 100 people, each with all that is known of them
SECONDS = 30.0
TOO_MANY = 429
MAY_GO_WELL_LATER = (408, 425, TOO_MANY)
SECONDS_TO_WAIT = 60  # when Atlassian doesn't say how long
LONGEST_WAIT = 3600  # seconds
MOST_PAGES = 1000
NO_SCOPE = "scope does not match"  # what a token may not, a new one may not either
UNREADABLE = "Atlassian gave an answer that can't be read."
LONGEST_CURSOR = 10_000  # characters
# 400s that no other choice of people would mend: the role or the product is wrong.
ABOUT_THE_SITE = ("ADMIN-UAM-400-3", "ADMIN-UAM-400-4")
ABOUT_PEOPLE = (400, 409, 422)
HEADERS = {"User-Agent": "Muster", "Accept": "application/json", "Accept-Encoding": "identity"}


class TokenEnded(Exception):
    """Atlassian does not know a person's access token, or not any more."""


class InvalidGrant(Exception):
    """Atlassian does not know a code or a refresh token, or not any more."""


def api(method: str, path: str, bearer: str, body: Told | None = None) -> Any:
    """Ask an address below ATLASSIAN_API_URL, return the JSON that is answered.

    Raises TokenEnded for 401, TryLater, Refused.
    """
    return answer(method, path, bearer, body)[1]


def answer(
    method: str, path: str, bearer: str, body: Told | None = None, *, names_people: bool = False
) -> tuple[int, Any]:
    """Ask as `api`, return the status (2xx) and the JSON.

    `names_people`: whether what is refused may be some of the people that are named.
    """
    found = _ask(method, settings.ATLASSIAN_API_URL + path, bearer, body)
    told = json_of(found.body)
    if 200 <= found.status < 300:
        return found.status, told
    words = words_of(told) or f"Atlassian answered with status {found.status}."
    if found.status == 401 and NO_SCOPE not in words.lower():
        raise TokenEnded(words)
    blames_people = names_people and found.status in ABOUT_PEOPLE
    is_theirs = blames_people and not codes_of(told) & set(ABOUT_THE_SITE)
    raise Refused(words, is_about_people=is_theirs, status=found.status)


def token(body: Told) -> Told:
    """Ask for tokens, as JSON. Raises InvalidGrant, TryLater, Refused."""
    answer = _ask("POST", f"{settings.ATLASSIAN_AUTH_URL}/oauth/token", "", body)
    told = an_object(json_of(answer.body))
    if 200 <= answer.status < 300 and text(told, "access_token"):
        return told
    words = words_of(told) or f"Atlassian answered with status {answer.status}."
    if told.get("error") == "invalid_grant":
        raise InvalidGrant(words)
    raise Refused(f"{words} Check the client ID and the secret of the Atlassian connection.")


def pages(
    path: str,
    bearer: str,
    body: Told | None = None,
    *,
    repeats: bool = True,
    names_people: bool = False,
) -> list[Told]:
    """Return the objects of all pages, following `links.next`; with a body by POST.

    `repeats`: whether what was asked stands beside the cursor; some calls refuse that.
    Raises as `answer`, and TryLater for an answer without a list: nothing is not nobody.
    """
    found, cursor, seen = list[Told](), "", {""}
    while True:
        method, where, asked = _page_at(cursor, path, body, repeats=repeats)
        told = an_object(answer(method, where, bearer, asked, names_people=names_people)[1])
        if not isinstance(told.get("data"), list):
            raise TryLater(UNREADABLE, SECONDS_TO_WAIT)
        found += objects(told, "data")
        cursor = _cursor(text(an_object(told.get("links")), "next", LONGEST_CURSOR))
        if cursor in seen or len(seen) > MOST_PAGES:
            return found
        seen.add(cursor)


def _ask(method: str, url: str, bearer: str, body: Told | None) -> outgoing.Answer:
    """Ask once. Raises TryLater when nobody answers, or asks to wait; Refused: not allowed."""
    headers = dict(HEADERS)
    if bearer:
        headers["Authorization"] = f"Bearer {_printable(bearer)}"
    if body is not None:
        headers["Content-Type"] = "application/json"
    content = json.dumps(body).encode() if body is not None else b""
    try:
        answer = outgoing.ask(method, url, content, headers, largest=LARGEST, seconds=SECONDS)
    except outgoing.NotAllowed as problem:
        raise Refused(str(problem)) from problem
    except OSError as problem:
        raise TryLater(f"Atlassian does not answer: {problem}", SECONDS_TO_WAIT) from problem
    if answer.status in MAY_GO_WELL_LATER or answer.status >= 500:
        said = words_of(json_of(answer.body)) or f"Atlassian answered with status {answer.status}."
        seconds = _seconds_to_wait(answer.headers, timezone.now())
        raise TryLater(said, seconds, nothing_done=answer.status == TOO_MANY)
    return answer


def _printable(bearer: str) -> str:
    if not bearer.isascii() or not bearer.isprintable():
        raise Refused("A key or token for Atlassian holds strange characters: enter it again.")
    return bearer


def _seconds_to_wait(headers: Mapping[str, str], now: datetime) -> int:
    """Read Retry-After, which is seconds or a date (RFC 9110 §10.2.3)."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(max(int(said), 1), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return SECONDS_TO_WAIT
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(round((until - now).total_seconds()), 1), LONGEST_WAIT)


def _page_at(
    cursor: str, path: str, body: Told | None, *, repeats: bool
) -> tuple[str, str, Told | None]:
    """Return the method, path and body that ask for the page at a cursor; "" is the first."""
    if body is None:
        return "GET", f"{path}?{urlencode({'cursor': cursor})}" if cursor else path, None
    return "POST", path, ((body if repeats else {}) | {"cursor": cursor}) if cursor else body


def _cursor(link: str) -> str:
    """Return the cursor of a link, which is given bare or within a URL."""
    found = parse_qs(urlsplit(link).query).get("cursor", []) if "://" in link else [link]
    return found[0] if found else ""
