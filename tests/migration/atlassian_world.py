"""What the local Atlassian knows: people, sites, tokens, and what it is told to do wrong.

Shapes: atlassian.md §2–§5. Every answer carries fields that nobody has heard of.
"""

import itertools
import secrets
import time
from collections import Counter, defaultdict
from typing import Any
from urllib.parse import urlencode

ORG, ORG_KEY, SITE_TOKEN, POWERLESS = "org-acme", "org-key", "site-token", "powerless-key"
CLIENT, SECRET = "muster-app", "muster-secret"
SCIM, SCIM_KEY = "scim-dir", "scim-key"
FUTURE = {"futureField": {"nobody": ["knows", 1, None]}}
PRODUCTS = {"jira-servicedesk": "Jira Service Management", "jira-software": "Jira"}


class Wrong(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, words: str = "", code: str = "", /, **more: Any) -> None:
        super().__init__(words)
        error = {"id": secrets.token_hex(4), "status": str(status), "code": code, "title": words}
        self.status = status
        self.body = more or {"errors": [error | FUTURE]}


class World:
    """All of it, in memory. Methods without "_" may be called by the control endpoint."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everything: one organisation with a directory, nobody, no site."""
        self.settings: dict[str, Any] = {
            "consent": "ask",  # or "allow", "deny": what /authorize does
            "who": "",  # whose browser it is, when nobody types an e-mail
            "callbacks": [],  # addresses that may be come back to; none: all
            "token_seconds": 3600,
            "seconds_to_show": 0,  # until a search knows of an invitation, or of a new role
            "page_size": 0,  # at most so many in a page, whatever was asked; 0 is no limit
            "is_paid": True,
            "seats": None,
            "orgs": [ORG],
            "directories": ["dir-1"],
        }
        self.people: dict[str, dict[str, Any]] = {}
        self.hidden: dict[str, dict[str, Any]] = defaultdict(dict)  # e-mail → what isn't answered
        self.places: list[dict[str, Any]] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.access: dict[str, tuple[str, float]] = {}  # token → e-mail, until when
        self.refreshing: dict[str, str] = {}
        self.used_up: dict[str, str] = {}
        self.failures: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.refused: dict[str, str] = {}
        self.poisonous: dict[str, dict[str, Any]] = {}
        self.scim: dict[str, dict[str, Any]] = {}
        self.calls: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self.invitations: Counter[str] = Counter()
        self.mails: Counter[str] = Counter()
        self.last: dict[str, Any] = {}
        self.numbers = itertools.count(1)

    # What a test says ------------------------------------------------------------------------

    def change(self, **values: Any) -> None:
        """Change settings."""
        assert not values.keys() - self.settings.keys(), values
        self.settings |= values

    def add_person(self, email: str, **fields: Any) -> dict[str, Any]:
        """Make an account, or change what is said of it; a field of None isn't answered.

        `admin_of` are ids of sites, `directories` those it is in.
        """
        aside = {name: fields.pop(name) for name in ("admin_of", "directories") if name in fields}
        usual = {
            "accountId": f"acc-{next(self.numbers)}",
            "accountType": "atlassian",
            "email": email,
            "name": email.partition("@")[0].title(),
            "status": "active",
            "accountStatus": "active",
            "membershipStatus": "active",
            "emailVerified": True,
            "claimStatus": "unmanaged",
            "platformRoles": [],
            "managementSource": "invited",
        }
        key = email.lower()
        said = usual | self.people.get(key, {}) | fields
        self.people[key] = {name: value for name, value in said.items() if value is not None}
        self.hidden[key] |= aside
        return self.people[key]

    def add_crowd(self, count: int, **fields: Any) -> None:
        """Make crowd1@acme.example and so on."""
        for number in range(1, count + 1):
            self.add_person(f"crowd{number}@acme.example", **fields)

    def add_site(self, id: str, **fields: Any) -> None:
        """Make a site; `people` are those it is linked with, `org` is whose it is."""
        usual = {"org": ORG, "people": [], "is_usable": True, "products": ["jira-servicedesk"]}
        self.places.append(usual | {"id": id, "people_count": 0} | fields)

    def give_role(self, email: str, role: str) -> None:
        """Give somebody a platform role, which shows after a while."""
        until = time.monotonic() + self.settings["seconds_to_show"]
        self.hidden[email]["roles_to_come"] = (until, role)

    def fail(self, call: str, *answers: dict[str, Any]) -> None:
        """Answer the next calls so: status, body, headers, wait (seconds), times.

        With `after` the call is carried out first; with `hang_up` nothing is answered.
        """
        for answer in answers:
            self.failures[call] += [answer] * answer.get("times", 1)

    def refuse(self, **reasons: str) -> None:
        """Invite everybody but these, with 206 and their reasons."""
        self.refused |= reasons

    def refuse_nobody(self) -> None:
        """Mend what was refused, and what spoilt batches."""
        self.refused.clear()
        self.poisonous.clear()

    def poison(self, email: str, status: int, words: str, code: str = "") -> None:
        """Refuse every batch in which this person is."""
        self.poisonous[email] = {"status": status, "words": words, "code": code}

    def accept(self, *emails: str) -> None:
        """Let these people set a password and verify their e-mail."""
        for email in emails:
            self.people[email] |= {"emailVerified": True, "status": "active"}

    def allow(self, email: str, scope: str, redirect_uri: str) -> None:
        """Give a code, as after the consent page."""
        self._come_back({"scope": scope, "redirect_uri": redirect_uri}, email, True)
        self.last["code"] = next(reversed(self.codes))

    def end_tokens(self) -> None:
        """Let every access token end now."""
        self.access = {token: (email, 0.0) for token, (email, _) in self.access.items()}

    def end_grants(self) -> None:
        """Let nobody refresh any more, as after 90 days or a withdrawn consent."""
        self.end_tokens()
        self.refreshing.clear()

    def forget_calls(self) -> None:
        """Count from here."""
        self.calls.clear()
        self.answers.clear()

    def told(self) -> dict[str, Any]:
        """What happened so far."""
        return {
            "calls": self.calls,
            "answers": self.answers,
            "invitations": self.invitations,
            "mails": self.mails,
            "last": self.last,
        }

    # What Atlassian does -----------------------------------------------------------------------

    def _come_back(self, asked: dict[str, str], email: str, is_allowed: bool) -> str:
        """Return where the browser goes on to after the consent page."""
        answer = {"state": asked.get("state", "")}
        if is_allowed:
            code = secrets.token_urlsafe()
            self.codes[code] = asked | {"email": email.lower()}
            if email.lower() not in self.people:
                self.add_person(email, status="not_invited", membershipStatus="no_membership")
            answer |= {"code": code}
        else:
            said = {"error": "access_denied", "error_description": "User did not authorize"}
            answer |= said
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def _tokens(self, body: dict[str, Any]) -> dict[str, Any]:
        """Exchange a code or a refresh token, which works once."""
        if (body.get("client_id"), body.get("client_secret")) != (CLIENT, SECRET):
            raise Wrong(401, error="access_denied", error_description="Unauthorized")
        if body.get("grant_type") == "authorization_code":
            asked = self.codes.pop(body.get("code", ""), None)
            if asked is None or asked["redirect_uri"] != body.get("redirect_uri"):
                words = "Invalid authorization code"
                raise Wrong(403, error="invalid_grant", error_description=words)
            return self._new_tokens(asked["email"], asked["scope"])
        old = body.get("refresh_token", "")
        email = self.refreshing.pop(old, None)
        if email is None:
            if old in self.used_up:  # whoever shows it twice may have stolen it: the family ends
                self.calls["token_reused"] += 1
                gone = self.used_up[old]
                self.refreshing = {t: e for t, e in self.refreshing.items() if e != gone}
            words = "Unknown or invalid refresh token."
            raise Wrong(403, error="invalid_grant", error_description=words)
        self.used_up[old] = email
        return self._new_tokens(email, "offline_access read:me read:jira-user")

    def _new_tokens(self, email: str, scope: str) -> dict[str, Any]:
        seconds = self.settings["token_seconds"]
        token = f"access-{secrets.token_urlsafe(12)}"
        self.access[token] = (email, time.monotonic() + seconds)
        said = {"access_token": token, "expires_in": seconds, "scope": scope}
        if "offline_access" in scope.split():
            said["refresh_token"] = f"refresh-{secrets.token_urlsafe(12)}"
            self.refreshing[said["refresh_token"]] = email
        return said | {"token_type": "Bearer"} | FUTURE

    def _whose(self, bearer: str) -> str:
        """Return the e-mail of an access token."""
        email, until = self.access.get(bearer, ("", 0.0))
        if until <= time.monotonic():
            raise Wrong(401, code=401, message="Unauthorized")
        return email
