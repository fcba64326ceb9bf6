"""What an alert says: notes, tags, details, message, description, priority.

All but the message, the description and the priority may be changed after it was closed, too.
"""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from alerts import limits, log
from alerts.actions.changing import ask, change, hold
from alerts.models import Alert, AlertLog


@transaction.atomic
def add_note(alert: Alert, note: str, *, by: Actor) -> AlertLog:
    """Write something into the alert's log."""
    ask(by, alert, "alert-add-note")
    if not (text := limits.text_of(note, limits.NOTE)):
        raise ValidationError({"note": "Write a note."})
    hold(alert)
    _save(alert)
    return log.record(alert, "noted", by=by, note=text)


@transaction.atomic
def add_tags(alert: Alert, tags: Iterable[str], *, by: Actor) -> None:
    """Add tags, up to the limit; those that are there already stay once."""
    ask(by, alert, "alert-edit-tags")
    hold(alert)
    after = limits.words_of([*alert.tags, *tags], limits.TAGS)
    if new := [tag for tag in after if tag not in alert.tags]:
        alert.tags = list(after)
        _save(alert, "tags")
        log.record(alert, "tagged", by=by, tags=new)


@transaction.atomic
def remove_tags(alert: Alert, tags: Iterable[str], *, by: Actor) -> None:
    """Remove tags; what isn't there is gone already."""
    ask(by, alert, "alert-edit-tags")
    hold(alert)
    unwanted = {limits.text_of(tag, limits.WORD) for tag in tags}
    if gone := [tag for tag in alert.tags if tag in unwanted]:
        alert.tags = [tag for tag in alert.tags if tag not in unwanted]
        _save(alert, "tags")
        log.record(alert, "untagged", by=by, tags=gone)


@transaction.atomic
def add_details(alert: Alert, details: Mapping[str, object], *, by: Actor) -> None:
    """Add details, up to the limit; of the same key, the new value counts."""
    ask(by, alert, "alert-edit-details")
    hold(alert)
    after = limits.details_of({**alert.details, **details})
    if new := [key for key, value in after.items() if alert.details.get(key) != value]:
        alert.details = after
        _save(alert, "details")
        log.record(alert, "detailed", by=by, keys=new)


@transaction.atomic
def remove_details(alert: Alert, keys: Iterable[str], *, by: Actor) -> None:
    """Remove details by their keys; what isn't there is gone already."""
    ask(by, alert, "alert-edit-details")
    hold(alert)
    unwanted = set(keys)
    if gone := [key for key in alert.details if key in unwanted]:
        alert.details = {key: value for key, value in alert.details.items() if key not in unwanted}
        _save(alert, "details")
        log.record(alert, "undetailed", by=by, keys=gone)


@transaction.atomic
def set_priority(alert: Alert, priority: int, *, by: Actor) -> None:
    """Change how urgent it is: 1 (P1, the highest) to 5. The same again changes nothing."""
    ask(by, alert, "alert-update-priority")
    if priority not in Alert.Priority:
        raise ValidationError({"priority": "should be one of [ P1, P2, P3, P4, P5 ]"})
    hold(alert)
    if (before := alert.priority) != priority:
        after = f"P{priority}"
        values = {"priority": priority}
        change(alert, "prioritised", values, by=by, before=f"P{before}", after=after)


@transaction.atomic
def set_message(alert: Alert, message: str, *, by: Actor) -> None:
    """Change the message. The same again changes nothing."""
    ask(by, alert, "alert-update-message")
    if not (text := limits.text_of(message, limits.MESSAGE)):
        raise ValidationError({"message": "Message can not be empty."})
    hold(alert)
    if (before := alert.message) != text:
        change(alert, "renamed", {"message": text}, by=by, before=before, after=text)


@transaction.atomic
def set_description(alert: Alert, description: str, *, by: Actor) -> None:
    """Change the description. The same again changes nothing."""
    ask(by, alert, "alert-update-description")
    text = limits.text_of(description, limits.DESCRIPTION)
    hold(alert)
    if alert.description != text:
        change(alert, "described", {"description": text}, by=by)


def _save(alert: Alert, *fields: str) -> None:
    alert.updated_at = timezone.now()
    alert.save(update_fields=[*fields, "updated_at"])
