"""Which sites of somebody a move can go to, and why not to the others. Contract: atlassian.md §3.

That Atlassian lists a site says neither that they can use it (its own bug ID-8490) nor that they
administer it: both are asked. The organisation's directory decides who is a site admin.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from accounts.models import User
from migration.atlassian import organisation, personal, tokens
from migration.atlassian.organisation import Workspace
from migration.atlassian.personal import Resource
from migration.atlassian.reading import objects, text
from migration.directory import Place, Refused, SignInFirst, Site
from migration.models import AtlassianConnection

ORG_ADMIN, SITE_ADMIN = "atlassian/org-admin", "atlassian/site-admin"
# Where people get a role: Opsgenie goes on in Jira Service Management.
PREFERRED = ("jira-servicedesk", "jira-software", "jira-core", "jira-product-discovery")
OTHER_ORG = "This site is not in the organisation {}, whose API key Muster has."
NO_ADMIN = "You are not a site admin. Ask one of its admins to add you, then refresh."
UNUSABLE = "Atlassian lists this site, but you can't use it. Atlassian: “{}”"
UNAUTHORIZED = "Unauthorized"
NOT_YOURS = "This site is not among yours any more. Refresh the list and pick another."


@dataclass(frozen=True)
class Seen:
    """What Atlassian says of somebody's sites, and of what they are in the organisation."""

    connection: AtlassianConnection
    person: User
    resources: list[Resource]
    workspaces: list[Workspace] = field(default_factory=list)
    account_id: str = ""
    roles: list[str] = field(default_factory=list)

    def sites(self) -> list[Site]:
        """Return the sites, each with why it can't be chosen. Asks of each that could be."""
        return [self._site(one) for one in self.resources]

    def place(self, site_id: str) -> Place:
        """Return where people of a site are invited to. Raises Refused."""
        resource = next((one for one in self.resources if one.id == site_id), None)
        if resource is None:
            raise Refused(NOT_YOURS)
        if problem := self._why_not(resource):
            raise Refused(problem)
        products = self._products_of(resource)
        return Place(site_id, self.connection.org_id, self._directory_of(site_id), _best(products))

    def _site(self, resource: Resource) -> Site:
        products = self._products_of(resource)
        counts = [one.people for one in products if one.people is not None]
        return Site(
            id=resource.id,
            name=resource.host or resource.name,
            url=resource.url,
            products=tuple(sorted({one.product for one in products if one.product})),
            people=max(counts, default=None),
            why_not=self._why_not(resource),
        )

    def _why_not(self, resource: Resource) -> str:
        if not self._products_of(resource):
            return OTHER_ORG.format(self.connection.org_name or self.connection.org_id)
        if not self._administers(resource):
            return NO_ADMIN
        try:
            words = tokens.asking(self.person, lambda t: personal.why_unusable(t, resource.id))
        except SignInFirst:
            words = UNAUTHORIZED  # the list was had just now: it is the site that refuses
        return UNUSABLE.format(words) if words else ""

    def _products_of(self, resource: Resource) -> list[Workspace]:
        return [one for one in self.workspaces if one.is_of(resource)]

    def _administers(self, resource: Resource) -> bool:
        if ORG_ADMIN in self.roles:
            return True
        is_only_one = all(one.is_of(resource) for one in self.workspaces)
        if SITE_ADMIN in self.roles and is_only_one:
            return True
        given = self._assignments if SITE_ADMIN in self.roles else []
        return any(_is_on(one, resource.id) and _makes_admin(one) for one in given)

    def _directory_of(self, site_id: str) -> str:
        """Return the directory of a site's people; "" is all of them."""
        found = organisation.directories(self.connection.org_key, self.connection.org_id)
        if len(found) == 1:
            return found[0].id
        told = (text(one, "directoryId") for one in self._assignments if _is_on(one, site_id))
        return next(filter(None, told), "")

    @cached_property
    def _assignments(self) -> list[dict[str, Any]]:
        """What the person's roles are given on: asked only where it matters."""
        key, org_id = self.connection.org_key, self.connection.org_id
        return organisation.role_assignments(key, org_id, self.account_id)


def look(person: User, connection: AtlassianConnection) -> Seen:
    """Ask for somebody's sites, then what the organisation has. Raises SignInFirst, and more.

    Raises TryLater, Refused.
    """
    resources = tokens.asking(person, personal.resources)
    if not resources:
        return Seen(connection, person, [])
    key, org_id = connection.org_key, connection.org_id
    found = organisation.search(key, org_id, "", [person.username], roles=True)
    mine = next((one for one in found if text(one, "email").lower() == person.username), {})
    return Seen(
        connection,
        person,
        resources,
        organisation.workspaces(key, org_id),
        text(mine, "accountId"),
        _texts(mine.get("platformRoles")),
    )


def _best(products: list[Workspace]) -> str:
    order = {key: at for at, key in enumerate(PREFERRED)}
    return min(products, key=lambda one: (order.get(one.type_key, len(order)), one.id)).id


def _is_on(assignment: dict[str, Any], site_id: str) -> bool:
    return text(assignment, "resourceId", organisation.LONGEST_ARI).endswith(f"/{site_id}")


def _makes_admin(assignment: dict[str, Any]) -> bool:
    """Whether an assignment makes somebody a site admin; it is told in an old way and a new one."""
    given = _texts(assignment.get("roles"))
    given += [text(one, "role") for one in objects(assignment, "roleAssignments")]
    return SITE_ADMIN in given


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
