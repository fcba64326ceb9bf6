"""People: made, changed and deleted. Contract: seeds/002, opsgenie-v1.md §3."""

from typing import Annotated, Any

from django.db import transaction
from pydantic import Field

from accounts.actions import newcomers, people
from accounts.actions.people import Role
from accounts.models import CustomRole, User
from api.v1.answers import Done, Made
from api.v1.asking import Asked, OneUser, Text, Words
from api.v1.calls import call
from api.v1.errors import invalid
from api.v1.finding import find_user, user_of
from api.wire import ApiRequest

USERS = "Users"
BUILT_IN = {label.lower(): Role(value) for value, label in User.Role.choices if value != "custom"}


class Profile(Asked):
    """What may be said of a person."""

    timezone: Words | None = None
    locale: Words | None = None
    skype_username: Text | None = Field(None, examples=["johnSmith"])

    def values(self) -> dict[str, Any]:
        """What was said, by the names of the model's fields."""
        said = {
            "full_name": getattr(self, "fullname", None),
            "time_zone": self.timezone,
            "locale": self.locale,
            "skype_username": self.skype_username,
        }
        return {name: value for name, value in said.items() if value is not None}


class NewUser(Profile):
    """Somebody to add."""

    username: Annotated[Words, Field(examples=["john.smith@acme.example"])]
    fullname: Annotated[Words, Field(examples=["John Smith"])]
    role: Annotated[Words, Field(examples=["Admin"])]


class ChangedUser(Profile):
    """Somebody to change; what is left out stays."""

    id: Words = Field(examples=["ac463592-dbd2-4ca3-a651-48f45f5c8710"])
    fullname: Words | None = Field(None, examples=["John Smith"])
    role: Words | None = None


@call("POST", "user", section=USERS)
def create_user(request: ApiRequest, asked: NewUser) -> Made:
    """Create a user.

    The account's time zone and locale stand in for those that are left out. The user name becomes
    an e-mail contact. Nobody is written to: an invitation is sent from the console.
    """
    made = newcomers.create_user(
        asked.username, role=role_named(asked.role), by=request.actor, **asked.values()
    )
    return Made(id=made.pk)


@call("POST", "user", section=USERS, when=("id",))
@transaction.atomic
def update_user(request: ApiRequest, asked: ChangedUser) -> Made:
    """Update a user. The user name can't be changed."""
    person = find_user(asked.id, None, by=request.actor)
    if asked.role:
        people.change_role(person, role=role_named(asked.role), by=request.actor)
    if values := asked.values():
        people.update_user(person, by=request.actor, **values)
    return Made(id=person.pk)


@call("DELETE", "user", section=USERS)
def delete_user(request: ApiRequest, asked: OneUser) -> Done:
    """Delete a user. The last owner can't be deleted."""
    people.delete_user(user_of(asked, by=request.actor), by=request.actor)
    return Done()


def role_named(name: str) -> Role:
    """Return the built-in or custom role of that name, regardless of case. Raises Refused."""
    if built_in := BUILT_IN.get(name.lower()):
        return built_in
    custom = CustomRole.objects.filter(name__iexact=name).first()
    if custom is None:
        raise invalid("role", f"There is no role [{name[:512]}].")
    return Role(User.Role.CUSTOM, custom)
