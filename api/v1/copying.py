"""One person's notification rules copied to others. Contract: seeds/002, opsgenie-v1.md §3."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from pydantic import Field

from accounts import copying
from accounts.actions.copies import ALL_ACTIONS, start_copy
from accounts.actors import Actor
from accounts.copying import Target
from accounts.models import Group, NotificationRule
from api.v1.answers import Done
from api.v1.asking import Asked, Names, Texts, Words
from api.v1.calls import call
from api.v1.errors import invalid, not_found
from api.v1.finding import find_user, small_letters
from api.v1.users import USERS
from api.v1.users_named import key_of, people_by_name
from api.wire import ApiRequest

EVERY = "all"
# By the words of their names: "Closed Alert" is "Alert Closed".
RULE_TYPES = {
    frozenset(label.lower().split()): value for value, label in NotificationRule.Action.choices
}
KNOWN = ", ".join([EVERY, *(label.title() for label in NotificationRule.Action.labels)])


class Copying(Asked):
    """Whose rules, which, and to whom."""

    from_user: Words = Field(examples=["john.smith@acme.example"])
    to_users: Names = Field(min_length=1, examples=[["network", "jane.doe@acme.example"]])
    rule_types: Texts = Field(min_length=1, examples=[["New Alert", "Closed Alert"]])


@call("POST", "copyNotificationRules", section=USERS)
def copy_notification_rules(request: ApiRequest, asked: Copying) -> Done:
    """Copy a user's notification rules to others.

    `toUsers` has user names, names of groups, or "all"; `ruleTypes` has "all" or some of New
    Alert, Acknowledged Alert, Closed Alert (Alert Closed is understood too), Assigned Alert,
    Renotified Alert, Add Note, Schedule Start and Schedule End. It is done after the answer was
    given; the console shows how far it is, and can undo it. Copied rules replace those of their
    kind, for which the key needs delete access.
    """
    source = find_user(None, asked.from_user, by=request.actor)
    targets = targets_named(asked.to_users, by=request.actor)
    start_copy(source, targets=targets, actions=actions_of(asked.rule_types), by=request.actor)
    return Done(status="process started")


def actions_of(rule_types: Iterable[str]) -> Sequence[str]:
    """Return the kinds of rules of these names. Raises Refused."""
    found = []
    for text in rule_types:
        if text.strip().lower() == EVERY:
            return ALL_ACTIONS
        action = RULE_TYPES.get(frozenset(text.lower().split()))
        if action is None:
            raise invalid("ruleTypes", f"[{text[:512]}] is none of {KNOWN}.")
        found.append(action)
    return found


def targets_named(names: Sequence[str], *, by: Actor) -> list[Target]:
    """Return the people and groups of these names, or everyone. Three queries. Raises Refused."""
    if any(key_of(name) == EVERY for name in names):
        return [copying.everyone()]
    people = people_by_name(names, by=by)
    others = small_letters(name.strip() for name in names if key_of(name) not in people)
    seen: QuerySet[Any] = Group.objects.visible_to(by)
    lower = seen.annotate(lower_name=Lower("name"))  # as the index has it
    groups = {one.lower_name: one for one in lower.filter(lower_name__in=set(others.values()))}
    for name, key in others.items():
        if key not in groups:
            raise not_found("User or group", name)
    return [
        *(Target("person", str(one.pk), one.full_name, one.username) for one in people.values()),
        *(Target("group", str(one.pk), one.name) for one in groups.values()),
    ]
