"""What somebody lets Muster ask about themselves: OAuth 2.0 (3LO). Contract: atlassian.md §2.

`token` is the person's access token.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from migration.atlassian import calls
from migration.atlassian.reading import an_object, objects, segment, text
from migration.directory import Refused, TryLater


@dataclass(frozen=True, slots=True)
class Resource:
    """A site that somebody allowed Muster to see."""

    id: str
    name: str
    url: str

    @property
    def host(self) -> str:
        """The host of its address."""
        return host_of(self.url)


@dataclass(frozen=True, slots=True)
class Account:
    """Who somebody is at Atlassian."""

    id: str
    email: str


def me(token: str) -> Account:
    """Return whose token it is. Raises TokenEnded, TryLater, Refused."""
    told = an_object(calls.api("GET", "/me", token))
    return Account(text(told, "account_id"), text(told, "email").lower())


def resources(token: str) -> list[Resource]:
    """Return the sites of somebody; they need not be able to use each. Raises as `me`."""
    told = calls.api("GET", "/oauth/token/accessible-resources", token)
    if not isinstance(told, list):
        raise TryLater(calls.UNREADABLE, calls.SECONDS_TO_WAIT)
    found = objects({"list": told}, "list")
    sites = {
        text(one, "id"): Resource(text(one, "id"), text(one, "name"), text(one, "url"))
        for one in found
        if text(one, "id")
    }  # a site is listed once for each product
    return list(sites.values())


def why_unusable(token: str, site_id: str) -> str:
    """Ask for anything of a site: return why it can't be used, or "". Raises TokenEnded, TryLater.

    What is asked, the permission to administer Jira, is another thing than being a site admin.
    """
    path = f"/ex/jira/{segment(site_id)}/rest/api/3/mypermissions?permissions=ADMINISTER"
    try:
        calls.api("GET", path, token)
    except Refused as problem:
        return str(problem)
    return ""


def host_of(url: str) -> str:
    """Return the host of an address, in lower case; hosts are given with and without https."""
    try:
        return (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    except ValueError:
        return ""
