"""What the local Atlassian answers to an organisation's key: searches, invitations, SCIM."""

import base64
import json
import time
from typing import Any

from tests.migration.atlassian_world import (
    FUTURE,
    ORG,
    ORG_KEY,
    POWERLESS,
    PRODUCTS,
    SCIM,
    SCIM_KEY,
    World,
    Wrong,
)

MOST_INVITED, MOST_IN_A_PAGE = 25, 100


def require_key(bearer: str) -> None:
    """Let in an organisation's key alone: other kinds of tokens get 401."""
    if bearer == POWERLESS:
        raise Wrong(403, "User has no permission", "ADMIN-UAM-403-1")
    if bearer != ORG_KEY:
        raise Wrong(401, "Unauthorized", "ADMIN-UAM-401-1")


def require_org(org_id: str) -> None:
    if org_id != ORG:
        raise Wrong(404, "Organization not found", "ADMIN-UAM-404-2")


def orgs(world: World) -> dict[str, Any]:
    data = [
        {"id": one, "type": "orgs", "attributes": {"name": "Acme" if one == ORG else one}} | FUTURE
        for one in world.settings["orgs"]
    ]
    return {"data": data, "links": {}}


def directories(world: World) -> dict[str, Any]:
    data = [{"directoryId": one, "name": one, "icon": ""} for one in world.settings["directories"]]
    return {"data": [one | FUTURE for one in data], "links": {}}


def workspaces(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Page through the products of all sites. With a cursor nothing else may be asked."""
    if "cursor" in body and len(body) > 1:
        raise Wrong(400, "When a cursor is provided, no other properties may be present")
    data = [
        {
            "id": ari(site["id"], product),
            "type": "workspace",
            "attributes": {
                "name": site["name"],
                "typeKey": product,
                "type": PRODUCTS.get(product, product),
                "hostUrl": site["url"],
                "usage": site["people_count"],
                "status": "online",
            }
            | FUTURE,
        }
        for site in world.places
        if site["org"] == ORG
        for product in site["products"]
    ]
    return _page(world, data, body, "a")


def search(world: World, directory_id: str, body: dict[str, Any]) -> dict[str, Any]:
    """Search people by e-mails or a term, never both."""
    if "emails" in body and "searchTerm" in body:
        raise Wrong(400, "searchTerm and emails are mutually exclusive", "ADMIN-UAM-400-1")
    if body.get("limit", 50) > MOST_IN_A_PAGE:
        raise Wrong(400, "limit must be at most 100", "ADMIN-UAM-400-1")
    term = body.get("searchTerm", "").lower()
    emails = {email.lower() for email in body["emails"]} if "emails" in body else None
    now = time.monotonic()
    data = []
    for email, person in world.people.items():
        aside = world.hidden[email]
        is_asked = email in emails if emails is not None else term in email
        is_there = directory_id in ("-", *aside.get("directories", world.settings["directories"]))
        if is_asked and is_there and aside.get("shows_at", 0) <= now:
            data.append(_as_found(person, aside, now, body.get("expand", [])))
    return _page(world, data, body, "u")


def _as_found(
    person: dict[str, Any], aside: dict[str, Any], now: float, expand: list[str]
) -> dict[str, Any]:
    roles = list(person.get("platformRoles", []))
    if "roles_to_come" in aside and aside["roles_to_come"][0] <= now:
        roles.append(aside["roles_to_come"][1])
    said = person | FUTURE | {"platformRoles": roles}
    return said if "platformRoles" in expand else {k: v for k, v in said.items() if v is not roles}


def role_assignments(world: World, account_id: str) -> dict[str, Any]:
    """List the roles of somebody by what they are given on."""
    data: list[dict[str, Any]] = []
    for email, person in world.people.items():
        if person.get("accountId") != account_id:
            continue
        for site_id in world.hidden[email].get("admin_of", []):
            on = f"ari:cloud:platform::site/{site_id}"
            given = {"roles": ["atlassian/site-admin"], "directoryId": None}
            data.append({"resourceId": on, "resourceOwner": "platform"} | given | FUTURE)
        for site in world.places:
            if email in site["people"] and "directory" in site:
                on = ari(site["id"], site["products"][0])
                given = {"roles": ["atlassian/user"], "directoryId": site["directory"]}
                data.append({"resourceId": on, "resourceOwner": "jira"} | given | FUTURE)
    return {"data": data, "links": {}}


def invite(world: World, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Invite people: all, all but some (206), or nobody."""
    emails = [email.lower() for email in body.get("emails", [])]
    world.last["invite"] = body
    if not emails or len(emails) > MOST_INVITED:
        raise Wrong(400, f"emails must have 1 to {MOST_INVITED} elements", "ADMIN-UAM-400-1")
    if not world.settings["is_paid"]:
        raise Wrong(402, "Payment Required", "ADMIN-UAM-402-1")
    known = {ari(site["id"], product) for site in world.places for product in site["products"]}
    rules = body.get("permissionRules", [])
    if not {rule["resource"] for rule in rules} <= known:
        raise Wrong(400, "Invalid Role for Resource", "ADMIN-UAM-400-3")
    for email in emails:
        if found := world.poisonous.get(email):
            raise Wrong(found["status"], found["words"], found["code"])
    wanted = [email for email in emails if email not in world.refused]
    seats = world.settings["seats"]
    if seats is not None and len(wanted) > seats:
        raise Wrong(409, "Product License Limit Exceeded", "ADMIN-UAM-409-3")
    if seats is not None:
        world.settings["seats"] = seats - len(wanted)
    is_told = body.get("sendNotification") is True and bool(
        body.get("notificationText", "").strip()
    )
    data = []
    for email in emails:
        reason = world.refused.get(email, "")
        if not reason:
            _take_in(world, email)
            world.invitations[email] += 1
            world.mails[email] += is_told
        data.append(_invited(world, email, reason, rules))
    return (206 if len(wanted) < len(emails) else 200), {"data": data} | FUTURE


def _take_in(world: World, email: str) -> None:
    is_new = email not in world.people
    there = {"status": "active", "membershipStatus": "active"}
    world.add_person(email, **there, **({"emailVerified": False} if is_new else {}))
    if is_new:
        seconds = world.settings["seconds_to_show"]
        world.hidden[email]["shows_at"] = time.monotonic() + seconds


def _invited(world: World, email: str, reason: str, rules: list[dict[str, str]]) -> dict[str, Any]:
    outcome = {"status": "FAILED", "statusReason": reason} if reason else {"status": "SUCCESS"}
    given = [rule | outcome for rule in rules]
    results = [{"roleAssignmentResult": given, "groupAssignmentResult": []} | FUTURE]
    account_id = "" if reason else world.people[email].get("accountId", "")
    return {"id": account_id, "email": email, "results": results} | FUTURE


def provision(world: World, bearer: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Make a managed account, once."""
    if bearer != SCIM_KEY:
        raise Wrong(401, detail="Unauthorized", status="401")
    name = body["userName"].lower()
    world.last["scim"] = body
    if name in world.scim:
        raise Wrong(409, detail="User already exists", status="409", scimType="uniqueness")
    person = world.add_person(name, claimStatus="managed", managementSource="synced")
    extension = "urn:scim:schemas:extension:atlassian-external:1.0"
    said = body | {"id": f"{SCIM}-{len(world.scim)}"}
    world.scim[name] = said | {extension: {"atlassianAccountId": person["accountId"]}} | FUTURE
    return 201, world.scim[name]


def provisioned(world: World, bearer: str, wanted: str) -> dict[str, Any]:
    """Find a managed account: `userName eq "…"`."""
    if bearer != SCIM_KEY:
        raise Wrong(401, detail="Unauthorized", status="401")
    name = wanted.removeprefix('userName eq "').removesuffix('"').lower()
    found = [one for key, one in world.scim.items() if not wanted or key == name]
    return {"totalResults": len(found), "Resources": found} | FUTURE


def ari(site_id: str, product: str) -> str:
    return f"ari:cloud:{product}::site/{site_id}"


def _page(world: World, data: list[Any], body: dict[str, Any], kind: str) -> dict[str, Any]:
    """Cut a page; the cursor says where the next one begins, and what was asked."""
    start, size = 0, body.get("limit", 50)
    if cursor := body.get("cursor"):
        try:
            made_for, start, size = json.loads(base64.b64decode(cursor))
            assert made_for == kind
        except (ValueError, AssertionError):
            raise Wrong(400, "Invalid page cursor", "ADMIN-UAM-400-1") from None
    size = min(size, world.settings["page_size"] or size)
    after = json.dumps([kind, start + size, size]).encode()
    more = base64.b64encode(after).decode() if start + size < len(data) else None
    links = {"self": "here", "next": more} if more else {"self": "here"}
    return {"data": data[start : start + size], "links": links} | FUTURE
