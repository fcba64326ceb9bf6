"""The rows of groups and of their members, as text."""

from django.utils.safestring import SafeString

from accounts.models import Group, User
from common.drawing import Pattern
from common.templatetags.ui import initials

ROW, MEMBER = (Pattern(f"accounts/rows/group.html#{name}") for name in ("row", "member"))


def group_row(group: Group, people: int) -> SafeString:
    """Write the row of a group with so many people."""
    return ROW.fill(
        id=str(group.pk), name=group.name, description=group.description, people=f"{people:,}"
    )


def member_row(group: Group, person: User) -> SafeString:
    """Write the row of a member of a group."""
    name = person.full_name
    return MEMBER.fill(
        group=str(group.pk),
        person=str(person.pk),
        name=name,
        initials=initials(name),
        mail=person.username,
    )
