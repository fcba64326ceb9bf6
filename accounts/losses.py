"""What goes when a person is deleted. Upper floors add theirs in their AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Loss:
    """One kind of rows that a person takes with them, and how many there are."""

    one: str
    many: str
    count: Callable[[User], int]


LOSSES: list[Loss] = [
    Loss("contact", "contacts", lambda person: person.contacts.count()),
    Loss(
        "notification rule",
        "notification rules",
        lambda person: person.notification_rules.count(),
    ),
    Loss(
        "group membership",
        "group memberships",
        lambda person: person.group_memberships.count(),
    ),
]


def losses_of(person: User) -> list[str]:
    """Say what goes with a person: ["2 contacts", "1 notification rule"]. One query per kind."""
    counted = ((loss, loss.count(person)) for loss in LOSSES)
    return [f"{n:,} {loss.one if n == 1 else loss.many}" for loss, n in counted if n]
