"""Changing what an alert says, several things at once."""

from collections.abc import Sequence

from django.db import transaction

from accounts.actors import Actor
from alerts.actions.content import (
    add_tags,
    remove_tags,
    set_description,
    set_message,
    set_priority,
)
from alerts.models import Alert


@transaction.atomic
def edit(
    alert: Alert,
    *,
    message: str,
    priority: int,
    description: str,
    tags: Sequence[str],
    by: Actor,
) -> None:
    """Change what differs, each with its own right and entry in the log. All of it or nothing.

    Raises ValidationError naming the field, PermissionDenied.
    """
    if message != alert.message:
        set_message(alert, message, by=by)
    if priority != alert.priority:
        set_priority(alert, priority, by=by)
    if description != alert.description:
        set_description(alert, description, by=by)
    if gone := [tag for tag in alert.tags if tag not in tags]:
        remove_tags(alert, gone, by=by)
    if new := [tag for tag in tags if tag not in alert.tags]:
        add_tags(alert, new, by=by)
