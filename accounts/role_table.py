"""What may each role do: the table of the page, built-in roles and custom ones."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from accounts import rights
from accounts.actors import Actor
from accounts.models import CustomRole, User


@dataclass(frozen=True, slots=True)
class RoleColumn:
    """A role in the table: its key in URLs, its name, what it gives."""

    key: str
    name: str
    rights: frozenset[str]
    summary: str
    custom: CustomRole | None = None

    @property
    def search(self) -> str:
        """What the people page is asked to show who has the role."""
        return f'role:"{self.name}"'


@dataclass(frozen=True, slots=True)
class RightRow:
    """A right, and for each role in turn whether it gives it."""

    right: str
    enforced: bool
    answers: list[tuple[RoleColumn, bool]]


@dataclass(frozen=True, slots=True)
class RightGroup:
    """The rights about one subject."""

    name: str
    rows: list[RightRow]
    enforced: int


def columns() -> list[RoleColumn]:
    """All roles: the five built-in ones, then the custom ones by name. One query."""
    built_in = [
        RoleColumn(name, name.capitalize(), rights.ROLE_RIGHTS[name], rights.ROLE_SUMMARY[name])
        for name in rights.BUILT_IN
    ]
    return built_in + [_custom(role) for role in CustomRole.objects.order_by("name")]


def key_of(by: Actor) -> str:
    """The key of the role that the actor has, or an empty text."""
    return str(by.user.custom_role_id or by.user.role) if by.user else ""


def people_by_role() -> Counter[str]:
    """How many people have each role, by the key of its column. One query."""
    counted = User.objects.order_by().values_list("role", "custom_role_id").annotate(Count("pk"))
    return Counter({str(custom or role): number for role, custom, number in counted})


def groups(roles: Sequence[RoleColumn], *, text: str, only_enforced: bool) -> list[RightGroup]:
    """The table's rows, by subject: rights with `text` in their names. Empty groups fall out."""
    found = []
    for name, names in rights.GROUPS.items():
        rows = [
            RightRow(right, right in rights.ENFORCED, [(one, right in one.rights) for one in roles])
            for right in names
            if text in right and (right in rights.ENFORCED or not only_enforced)
        ]
        if rows:
            found.append(RightGroup(name, rows, sum(row.enforced for row in rows)))
    return found


def _custom(role: CustomRole) -> RoleColumn:
    given = frozenset(role.rights)
    more, less = len(role.granted), len(role.disallowed)
    summary = f"As {role.extends.capitalize()}, with {more} granted and {less} disallowed."
    return RoleColumn(str(role.pk), role.name, given, summary, role)
