"""One action on many people: each person through the single action, all in one transaction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.actions.people_locks import lock_people
from accounts.models import User

NAMED = 10  # people skipped who are named; of the others only the number is said


@dataclass(slots=True)
class Outcome:
    """What became of it: how many were done, and who was skipped and why."""

    done: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)

    @property
    def skipped_text(self) -> str:
        """Name who was skipped: "Olive Owner: Only an owner may manage owners."."""
        named = [
            why if why.startswith(name) else f"{name}: {why}" for name, why in self.skipped[:NAMED]
        ]
        if len(self.skipped) > NAMED:
            named.append(f"And {len(self.skipped) - NAMED:,} more.")
        return " ".join(named)


class AlreadySo(Exception):
    """Nothing was to be done for this person; the text says why."""


@transaction.atomic
def for_each(ids: Iterable[UUID], act: Callable[[User], object]) -> Outcome:
    """Do something for each person. Who can't have it is skipped, with the reason.

    A refusal undoes what was done for that one person; any other error undoes everything.
    """
    outcome = Outcome()
    for person in lock_people(ids).values():
        try:
            with transaction.atomic():
                act(person)
        except (PermissionDenied, ValidationError) as problem:
            outcome.skipped.append((person.full_name, _why(problem)))
        except AlreadySo as reason:
            outcome.skipped.append((person.full_name, str(reason)))
        else:
            outcome.done += 1
    return outcome


def _why(problem: PermissionDenied | ValidationError) -> str:
    return " ".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)
