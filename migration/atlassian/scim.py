"""Accounts that an organisation manages itself, by user provisioning. Contract: atlassian.md §5.

Optional, and only of use where the organisation has verified the domain of its people's e-mails:
their accounts are there before they are invited. Who can't be provisioned is invited all the same.
"""

from collections.abc import Iterable
from urllib.parse import urlencode

from accounts.models import User
from migration.atlassian import calls
from migration.atlassian.calls import TokenEnded
from migration.atlassian.reading import Told, segment
from migration.directory import Refused, TryLater

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
EXISTS = 409
REFUSED = "User provisioning (SCIM): {}"


def check(key: str, directory_id: str) -> None:
    """Ask for one account, to see that key and directory are taken. Raises Refused, TryLater."""
    try:
        calls.api("GET", f"{_users(directory_id)}?{urlencode({'startIndex': 1, 'count': 1})}", key)
    except TokenEnded as problem:
        raise Refused(REFUSED.format(problem)) from problem


def provision(key: str, directory_id: str, people: Iterable[User]) -> set[str]:
    """Make accounts for people who have none; return the e-mails that have one then.

    Raises Refused when nobody can get one, TryLater.
    """
    there = set[str]()
    for person in people:
        try:
            calls.answer("POST", _users(directory_id), key, _account(person), names_people=True)
        except TokenEnded as problem:
            raise Refused(REFUSED.format(problem)) from problem
        except Refused as problem:
            # There is one already (409), or this person can't get one: an invitation will do.
            if not problem.is_about_people:
                raise Refused(REFUSED.format(problem)) from problem
            if problem.status != EXISTS:
                continue
        except TryLater as later:
            # Making an account again changes nothing, and nobody was invited yet.
            raise TryLater(later.words, later.seconds, nothing_done=True) from later
        there.add(person.username)
    return there


def _users(directory_id: str) -> str:
    return f"/scim/directory/{segment(directory_id)}/Users"


def _account(person: User) -> Told:
    given, _, family = (person.full_name or person.username).rpartition(" ")
    return {
        "schemas": [USER],
        "userName": person.username,
        "emails": [{"value": person.username, "type": "work", "primary": True}],
        "name": {"givenName": given or family, "familyName": family},
        "displayName": person.full_name or person.username,
        "active": True,
        "externalId": str(person.pk),
    }
