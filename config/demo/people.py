"""Acme's people, its own roles and the invitations it has sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from django.contrib.auth.hashers import make_password

from accounts.demo import PASSWORD, fixed_id
from accounts.models import Account, CustomRole, OneTimeLink, User
from config.demo.cast import BY_LOGIN, PEOPLE, ROLES, Person, person_id, role_id
from config.demo.times import moment

SALT = "everybody-of-the-demo-shares-it"


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who sent an invitation, and whether it was revoked."""

    issued_by: str
    is_revoked: bool = False


# Dana's and Wendy's are open on the day of the load, Quentin's has expired.
INVITATIONS = {
    "hugo": Invitation("ada", is_revoked=True),
    "quentin": Invitation("ada"),
    "dana": Invitation("ada"),
    "wendy": Invitation("olive"),
}
VALID_FOR = timedelta(days=2)
REVOKED_AFTER = timedelta(hours=30)


def load(today: datetime) -> None:
    """Insert the roles, the people and their invitations."""
    if (account := Account.current()).name == Account._meta.get_field("name").default:
        account.name = "Acme"
        account.save(update_fields=["name"])
    CustomRole.objects.bulk_create(
        CustomRole(
            id=role_id(role.name),
            name=role.name,
            extends=role.extends,
            granted=list(role.granted),
            disallowed=list(role.disallowed),
        )
        for role in ROLES
    )
    password = make_password(PASSWORD, SALT)  # once: Argon2 is meant to be slow
    User.objects.bulk_create(row(person, today, password) for person in PEOPLE)
    OneTimeLink.objects.bulk_create(invitation(login, today) for login in INVITATIONS)


def joined(person: Person, today: datetime) -> datetime:
    """When this person was added."""
    return moment(today, person.days_here, 37 * PEOPLE.index(person))


def row(person: Person, today: datetime, password: str) -> User:
    """Return the person's row, not saved."""
    is_custom = person.role not in User.Role.values
    active = person.active
    return User(
        id=person_id(person.login),
        username=person.username,
        full_name=person.name,
        password=password if person.verified else f"!{person.login}",
        role=User.Role.CUSTOM if is_custom else person.role,
        custom_role_id=role_id(person.role) if is_custom else None,
        time_zone=person.time_zone,
        locale=person.locale,
        skype_username=f"live:{person.login}.acme" if person.login in ("ben", "ravi") else "",
        is_verified=person.verified,
        is_blocked=person.blocked,
        created_at=joined(person, today),
        last_active_at=None if active is None else today - timedelta(hours=active),
    )


def invitation(login: str, today: datetime) -> OneTimeLink:
    """Return an invitation that nobody holds the token of: its hash is no SHA-256 of anything."""
    sent = INVITATIONS[login]
    sent_at = joined(BY_LOGIN[login], today)
    return OneTimeLink(
        id=fixed_id("invitation", login),
        purpose=OneTimeLink.Purpose.INVITATION,
        token_hash=blake2b(login.encode(), digest_size=32).hexdigest(),
        user_id=person_id(login),
        issued_by=BY_LOGIN[sent.issued_by].name,
        created_at=sent_at,
        expires_at=sent_at + VALID_FOR,
        revoked_at=sent_at + REVOKED_AFTER if sent.is_revoked else None,
    )
