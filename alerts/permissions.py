"""Who may do what with alerts. A person's role decides; a key by its access and its team.

Who is in a chat and not connected answers the alerts that the chat's integration reaches.

Which alerts somebody knows of is `Alert.objects.visible_to`; these say what may be done with
those.
"""

from accounts.actors import Actor
from alerts.models import Alert

# What one may do with an alert in a chat without being connected (chat.md §0, decision 9).
IN_CHAT = frozenset(
    f"alert-{word}"
    for word in (
        *("acknowledge", "unacknowledge", "close", "snooze", "assign-ownership"),
        *("add-note", "edit-tags", "update-priority"),
    )
)
ADDING = ("alert-add-responder", "alert-add-team", "alert-add-recipient")


def can_create(by: Actor) -> bool:
    """Whether the actor may send alerts in."""
    if by.api_key:
        return by.api_key.may_write
    return by.chat_scope is not None or by.has("alert-create")


def can_name_responders(by: Actor) -> bool:
    """Whether the actor may tell anybody of an alert: of a new one, or of one there is."""
    return can_create(by) or any(can_act_on_many(by, right) for right in ADDING)


def can_act(by: Actor, alert: Alert, right: str) -> bool:
    """Whether the actor may do this with the alert: `right` is one of accounts.rights.

    A role needs "alert-action" besides: without it nothing may be done with any alert.
    """
    if key := by.api_key:
        return key.may_write and _reaches(by, alert)
    if scope := by.chat_scope:
        return right in IN_CHAT and scope.team_id in (None, *alert.team_ids)
    return by.has("alert-action") and by.has(right)


def can_act_on_many(by: Actor, right: str, *, on_all: str = "") -> bool:
    """Whether the actor may do this with alerts they chose among those they see.

    `on_all` is the right that is needed for all there are at once, as "alert-close-all".
    """
    if by.api_key:
        return by.api_key.may_write
    return by.has("alert-action") and by.has(right) and (not on_all or by.has(on_all))


def can_delete_alert(by: Actor, alert: Alert) -> bool:
    """Whether the actor may delete the alert and its log."""
    if key := by.api_key:
        return key.may_delete and _reaches(by, alert)
    return by.has("alert-action") and by.has("alert-delete")


def _reaches(by: Actor, alert: Alert) -> bool:
    return by.runs_the_account or bool(by.api_key and by.api_key.team_id in alert.team_ids)
