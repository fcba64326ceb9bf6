"""Atlassian's cloud, as the move asks for it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from accounts.models import User
from migration.atlassian import organisation, scim, sites
from migration.atlassian.reading import text
from migration.directory import NO_CREATING, Found, Invited, Place, Refused, Site
from migration.models import AtlassianConnection

NOT_SET_UP = "The Atlassian connection is not set up. An owner does it under Settings › General."
OTHER_KEY = "SECRET_KEY was changed: an owner has to enter the Atlassian connection again."
OTHER_ORG = "The API key of the Atlassian connection is of another organisation than the site."


class AtlassianDirectory:
    """The directory of an organisation at Atlassian."""

    key = "atlassian"
    is_practice = False
    creates_sites = False
    sign_in = "migration:atlassian_sign_in"
    most_searched = organisation.MOST_IN_A_PAGE
    most_invited = organisation.MOST_INVITED

    @property
    def seconds_to_show(self) -> int:
        """Until a search surely shows what an invitation did."""
        return int(settings.ATLASSIAN_SECONDS_TO_SHOW)

    def sites(self, person: User) -> list[Site]:
        """Return the sites linked with somebody's e-mail. Raises SignInFirst."""
        return sites.look(person, connected()).sites()

    def place(self, site_id: str, person: User) -> Place:
        """Return where people of a site are invited to. Raises SignInFirst; Refused: no admin."""
        return sites.look(person, connected()).place(site_id)

    def name_problem(self, name: str) -> str:
        """Say why no site can be made: there is no public call for it (atlassian.md §3)."""
        return NO_CREATING

    def create_site(self, name: str, *, first_name: str, last_name: str, person: User) -> Site:
        """Raise Refused."""
        raise Refused(NO_CREATING)

    def search(self, place: Place, emails: Sequence[str]) -> dict[str, Found]:
        """Return the accounts of at most `most_searched` e-mails."""
        key = _connected_to(place).org_key
        asked = {email.lower() for email in emails}
        told = organisation.search(key, place.org_id, place.directory_id, sorted(asked))
        found = [_found(one) for one in told]
        # Of two accounts with one e-mail the one that is active counts.
        found.sort(key=lambda one: (one.membership_status == "active", one.account_id))
        return {one.email: one for one in found if one.email in asked}

    def prepare(self, place: Place, emails: Sequence[str]) -> set[str]:
        """Make managed accounts where user provisioning is set up; return whose there are."""
        connection = _connected_to(place)
        if not connection.scim_directory_id:
            return set()
        people = User.objects.filter(username__in=emails).order_by("username")
        return scim.provision(connection.scim_key, connection.scim_directory_id, people)

    def invite(self, place: Place, emails: Sequence[str], *, text: str) -> list[Invited]:
        """Invite at most `most_invited` people to the site, with a text for them."""
        key = _connected_to(place).org_key
        return organisation.invite(key, place.org_id, place.resource, emails, text)


def connected() -> AtlassianConnection:
    """Return the connection. Raises Refused when it is not set up, or can't be read."""
    connection = AtlassianConnection.current()
    if not connection.is_complete or not connection.org_id:
        raise Refused(NOT_SET_UP)
    try:
        if connection.client_secret and connection.org_key:
            return connection
    except ValueError as problem:
        raise Refused(OTHER_KEY) from problem
    raise Refused(NOT_SET_UP)


def _connected_to(place: Place) -> AtlassianConnection:
    connection = connected()
    if place.org_id != connection.org_id:
        raise Refused(OTHER_ORG)
    return connection


def _found(told: dict[str, Any]) -> Found:
    return Found(
        email=text(told, "email").lower(),
        account_id=text(told, "accountId"),
        status=text(told, "status"),
        account_status=text(told, "accountStatus"),
        membership_status=text(told, "membershipStatus"),
        claim_status=text(told, "claimStatus"),
        email_verified=told.get("emailVerified") is True,
    )
