"""People: found and listed. Contract: seeds/002, opsgenie-v1.md §3."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from operator import attrgetter
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from accounts.group_names import groups_of_people
from accounts.models import Contact, User
from accounts.people_page import people_page
from accounts.permissions import require
from api.v1.answers import Answer, milliseconds
from api.v1.asking import LARGEST, AnyCase, Asked, Nothing, OneUser
from api.v1.calls import call
from api.v1.finding import user_of
from api.v1.users import USERS
from api.wire import ApiRequest
from oncall.names_of_people import names_of_people

OTHER_TEAMS = "API Key of a team is not granted with access to the whole account"
ROLES = dict(User.Role.choices)
NONE: list[Any] = []  # one for all: most people have none of something
SORTS = {"username": "username", "fullname": "full_name"}
ROLE = ("role", "custom_role__name")
PROFILE = (
    "pk", "username", "full_name", "time_zone", "locale", "skype_username", "created_at",
    "is_blocked", "is_verified",
)  # fmt: skip


class UserContact(Answer):
    """A way to reach a person."""

    to: str
    method: str
    disabled_reason: str
    id: UUID
    enabled: bool


class FoundUser(Answer):
    """A person, with all that belongs to them."""

    id: UUID
    username: str
    fullname: str
    timezone: str
    locale: str
    created_at: int
    state: str
    escalations: list[str]
    skype_username: str
    schedules: list[str]
    role: str
    groups: list[str]
    contacts: list[UserContact]


class FoundUsers(Answer):
    """All people."""

    users: list[FoundUser]


class ListedUser(Answer):
    """A person, as in a page of a list."""

    created_at: int
    role: str
    blocked: bool
    skype_username: str
    timezone: str
    verified: bool
    id: UUID
    fullname: str
    locale: str
    username: str


class ListedUsers(Answer):
    """A page of people."""

    users: list[ListedUser]


class PageOfUsers(Asked):
    """Which people of a list."""

    sort_field: Annotated[Literal["username", "fullname"], AnyCase] = Field(
        "username", examples=["fullName"]
    )
    sort_order: Annotated[Literal["asc", "desc"], AnyCase] = Field("asc", examples=["DESC"])
    limit: int = Field(10, ge=1, le=100, examples=[2])
    offset: int = Field(0, ge=0, le=LARGEST, examples=[1])


@call("GET", "user", section=USERS, when=("id", "username"))
def get_user(request: ApiRequest, asked: OneUser) -> FoundUser:
    """Get a user.

    `state` is active, waitingverification or, of somebody who is blocked, inactive. `schedules`
    are those in whose rotations the user takes turns, `escalations` those with a step that tells
    the user; both also through a team.
    """
    person = user_of(asked, by=request.actor)
    return Around([person.pk]).of(attrgetter(*PROFILE)(person), person.role_name)


@call("GET", "user", section=USERS, versions=("v1.2",))
def list_users(request: ApiRequest, asked: PageOfUsers) -> ListedUsers:
    """List users, a page at a time."""
    require(request.actor.runs_the_account, OTHER_TEAMS)
    people = people_page(
        SORTS[asked.sort_field],
        descending=asked.sort_order == "desc",
        limit=asked.limit,
        offset=asked.offset,
    )
    return ListedUsers(
        [
            ListedUser(milliseconds(created_at), custom or ROLES[role], *others)
            for created_at, role, custom, *others in people
        ]
    )


@call("GET", "user", section=USERS, versions=("v1", "v1.1"))
def list_all_users(request: ApiRequest, asked: Nothing) -> FoundUsers:
    """List all users, each with all that belongs to them.

    The list has no pages: for many users take that of v1.2.
    """
    require(request.actor.runs_the_account, OTHER_TEAMS)
    around = Around()
    people = User.objects.order_by("username").values_list(*ROLE, *PROFILE)
    return FoundUsers(
        [around.of(profile, custom or ROLES[role]) for role, custom, *profile in people.iterator()]
    )


class Around:
    """What belongs to these people, or to all of them. Four queries."""

    def __init__(self, ids: Collection[UUID] | None = None) -> None:
        self.contacts, self.groups = _contacts(ids), groups_of_people(ids)
        self.names = names_of_people(ids)

    def of(self, profile: Sequence[Any], role: str) -> FoundUser:
        """A person with these values of PROFILE, and what belongs to them."""
        pk, username, full_name, zone, locale, skype, created_at, is_blocked, is_verified = profile
        verified = "active" if is_verified else "waitingverification"
        return FoundUser(
            id=pk,
            username=username,
            fullname=full_name,
            timezone=zone,
            locale=locale,
            created_at=milliseconds(created_at),
            state="inactive" if is_blocked else verified,
            escalations=self.names.escalations.get(pk, NONE),
            skype_username=skype,
            schedules=self.names.schedules.get(pk, NONE),
            role=role,
            groups=self.groups.get(pk, NONE),
            contacts=self.contacts.get(pk, NONE),
        )


def _contacts(ids: Collection[UUID] | None) -> dict[UUID, list[UserContact]]:
    contacts = Contact.objects.order_by("created_at", "pk")
    if ids is not None:
        contacts = contacts.filter(user__in=ids)
    found: defaultdict[UUID, list[UserContact]] = defaultdict(list)
    columns = "user", "to", "method", "disabled_reason", "pk", "is_enabled"
    for person, *values in contacts.values_list(*columns):
        found[person].append(UserContact(*values))
    return found
