"""The rows of the page that names who could not be reached, as text."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from accounts.models import User
from accounts.readiness import NO_CONTACT, NOT_VERIFIED, Problem
from common.drawing import Pattern
from common.templatetags.ui import initials

FILE = "accounts/rows/readiness.html"
ROW, PROBLEM, RESEND, LOOK = (
    Pattern(f"{FILE}#{name}") for name in ("row", "problem", "resend", "look")
)


def readiness_row(person: User, problems: list[Problem]) -> SafeString:
    """Write the row of somebody: what is wrong, and the way to mend the first of it."""
    return ROW.fill(
        id=str(person.pk),
        name=person.full_name,
        initials=initials(person.full_name),
        mail=person.username,
        accent=" t-accent" if person.is_owner else "",
        role=person.role_name,
        problems=SafeString("".join(PROBLEM.fill(title=one.title) for one in problems)),
        mend=_mend(person, problems),
    )


def _mend(person: User, problems: Iterable[Problem]) -> str:
    first = next(iter(problems), None)
    if first is None:  # mended since the page asked who has problems
        return ""
    words = {"id": str(person.pk), "mend": first.mend, "name": person.full_name}
    if first == NOT_VERIFIED:
        return RESEND.fill(**words)
    return LOOK.fill(part="contacts" if first == NO_CONTACT else "rules", **words)
