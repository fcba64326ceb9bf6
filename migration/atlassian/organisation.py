"""What Muster asks of an organisation at Atlassian. Contract: atlassian.md §3, §4.

`key` is the organisation's API key. All of it raises Refused and TryLater.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from migration.atlassian import calls
from migration.atlassian.calls import TokenEnded
from migration.atlassian.personal import Resource, host_of
from migration.atlassian.reading import an_object, objects, segment, text
from migration.directory import Invited, Refused, TryLater

ALL_DIRECTORIES = "-"
MOST_IN_A_PAGE = 100
MOST_INVITED = 25  # e-mails in one call
WRONG_KEY = "Atlassian does not take the key: “{}”. It has to be an API key of the organisation."
LONGEST_ARI = 500  # characters
ROLE = "atlassian/user"
PARTIAL = 206
# Parts of the status of a role that was not given, and of one that was.
FAILURES = ("fail", "error", "denied", "reject", "invalid", "forbidden", "not_found")
SUCCESSES = ("success", "succeeded", "assigned", "already_assigned", "ok", "pending", "invited")


@dataclass(frozen=True, slots=True)
class Named:
    """Something with an ID and a name: an organisation, a directory."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Workspace:
    """A product of a site; its ID is the resource that roles are given on (an ARI)."""

    id: str
    type_key: str
    product: str
    host: str
    people: int | None

    def is_of(self, site: Resource) -> bool:
        """Whether it belongs to a site."""
        return self.id.endswith(f"/{site.id}") or bool(self.host and self.host == site.host)


@contextmanager
def _taking_the_key() -> Iterator[None]:
    """Say what 401 means for the key of an organisation."""
    try:
        yield
    except TokenEnded as problem:
        raise Refused(WRONG_KEY.format(problem)) from problem


@_taking_the_key()
def orgs(key: str) -> list[Named]:
    """Return the organisations of a key."""
    found = calls.pages("/admin/v1/orgs", key)
    named = [(text(one, "id"), an_object(one.get("attributes"))) for one in found]
    return [Named(id, text(about, "name", 200)) for id, about in named if id]


@_taking_the_key()
def directories(key: str, org_id: str) -> list[Named]:
    """Return the directories of an organisation."""
    found = calls.pages(f"/admin/v2/orgs/{segment(org_id)}/directories", key)
    named = [Named(text(one, "directoryId"), text(one, "name")) for one in found]
    return [one for one in named if one.id]


@_taking_the_key()
def workspaces(key: str, org_id: str) -> list[Workspace]:
    """Return the products of all sites of an organisation."""
    path = f"/admin/v2/orgs/{segment(org_id)}/workspaces"
    found = calls.pages(path, key, {"limit": MOST_IN_A_PAGE}, repeats=False)
    return [_workspace(one) for one in found if text(one, "id", LONGEST_ARI)]


@_taking_the_key()
def search(
    key: str, org_id: str, directory_id: str, emails: Sequence[str], *, roles: bool = False
) -> list[dict[str, Any]]:
    """Return the accounts of e-mails, with their roles on the platform if asked."""
    directory = segment(directory_id or ALL_DIRECTORIES)
    path = f"/admin/v2/orgs/{segment(org_id)}/directories/{directory}/users/search"
    asked: dict[str, Any] = {"emails": list(emails), "limit": MOST_IN_A_PAGE}
    expand = {"expand": ["platformRoles"]} if roles else {}
    return calls.pages(path, key, asked | expand, names_people=True)


@_taking_the_key()
def role_assignments(key: str, org_id: str, account_id: str) -> list[dict[str, Any]]:
    """Return the roles of somebody, each with what it is given on."""
    whose = f"{ALL_DIRECTORIES}/users/{segment(account_id)}"
    return calls.pages(
        f"/admin/v2/orgs/{segment(org_id)}/directories/{whose}/role-assignments", key
    )


@_taking_the_key()
def invite(
    key: str, org_id: str, resource: str, emails: Sequence[str], words: str
) -> list[Invited]:
    """Invite people to a product of a site, with a text for their e-mail.

    Atlassian sends none without a text (atlassian.md §4). Of whom it says nothing, nothing is
    returned: nobody knows whether their invitation went out.
    """
    if not words.strip():
        raise ValueError("Without a text Atlassian sends no e-mail.")
    body = {
        "emails": list(emails),
        "permissionRules": [{"resource": resource, "role": ROLE}],
        "sendNotification": True,
        "notificationText": words,
    }
    path = f"/admin/v2/orgs/{segment(org_id)}/users/invite"
    status, told = calls.answer("POST", path, key, body, names_people=True)
    if not isinstance(an_object(told).get("data"), list):
        raise TryLater(calls.UNREADABLE, calls.SECONDS_TO_WAIT)
    outcomes = {text(one, "email").lower(): one for one in objects(an_object(told), "data")}
    told_of = [email for email in emails if email.lower() in outcomes]
    return [_invited(one, outcomes[one.lower()], is_partial=status == PARTIAL) for one in told_of]


def _workspace(told: dict[str, Any]) -> Workspace:
    about = an_object(told.get("attributes"))
    usage = about.get("usage")
    return Workspace(
        id=text(told, "id", LONGEST_ARI),
        type_key=text(about, "typeKey"),
        product=text(about, "type") or text(about, "typeKey"),
        host=host_of(text(about, "hostUrl")),
        people=usage if isinstance(usage, int) and not isinstance(usage, bool) else None,
    )


def _invited(email: str, told: dict[str, Any], *, is_partial: bool) -> Invited:
    """Read what became of one person: the first role or group that failed says why."""
    refusals = (
        _refusal(outcome, is_partial=is_partial)
        for result in objects(told, "results")
        for kind in ("roleAssignmentResult", "groupAssignmentResult")
        for outcome in objects(result, kind)
    )
    return Invited(email, text(told, "id"), next(filter(None, refusals), ""))


def _refusal(outcome: dict[str, Any], *, is_partial: bool) -> str:
    """Say why a role was not given. Only a partial answer makes an unknown status one."""
    status, reason = text(outcome, "status").lower(), text(outcome, "statusReason", 500)
    if any(word in status for word in FAILURES):
        return reason or f"Atlassian answered with the status {status}."
    return reason if is_partial and status not in SUCCESSES else ""
