"""Whose an alert is."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.actors import Actor
from accounts.models import User
from alerts.actions.changing import ask, change
from alerts.models import Alert
from alerts.reach import must_reach

NOBODY = {"owner": "There is no such user."}
OWNED = "{alert.owner.full_name} owns this alert already."


@transaction.atomic
def assign(alert: Alert, person: User, *, by: Actor) -> None:
    """Make somebody the owner; from now on they see the alert."""
    ask(by, alert, "alert-assign-ownership")
    must_reach(by, "user", person.pk, NOBODY)
    if person.is_blocked:
        raise ValidationError({"owner": f"{person.full_name} is blocked."})
    details = {"person": person.full_name, "person_id": str(person.pk)}
    change(
        alert,
        "assigned",
        {"owner": person},
        only=~Q(owner=person),
        otherwise=OWNED,
        by=by,
        **details,
    )


@transaction.atomic
def take_ownership(alert: Alert, *, by: Actor) -> None:
    """Make oneself the owner. Raises ValidationError for who is not a person."""
    ask(by, alert, "alert-take-ownership")
    if by.user is None:
        raise ValidationError("Only a person can own an alert.")
    not_mine = ~Q(owner=by.user)
    change(alert, "owned", {"owner": by.user}, only=not_mine, otherwise=OWNED, by=by)
