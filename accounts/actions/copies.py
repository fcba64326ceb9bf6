"""Copying notification rules: asked for here, done by a job, undone by another."""

from collections.abc import Collection, Iterable
from itertools import batched
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from accounts import audit, copying, jobs
from accounts.actions.copy_runs import REACHED
from accounts.actors import Actor
from accounts.copy_plans import RuleData, rule_as_data
from accounts.copying import Target
from accounts.models import NotificationRule, RuleCopy, RuleCopyTarget, User
from accounts.permissions import can_delete, can_manage_account, can_manage_person, require

audit.WORDS |= {
    "rules.copy_started": "started copying the notification rules of {target} to {people} people",
    "rules.undo_started": "started undoing the copying of the notification rules of {target}",
}

RIGHT = "notification-rules-edit"
AT_ONCE = 5000  # rows in one INSERT
ONLY_OWNERS = "Only an owner may change an owner's rules."
MAY_NOT_REPLACE = "API Key is not granted with delete access: copied rules replace others"
IS_BLOCKED = "Blocked."
NO_RULES = "Their role has no notification rules."
IS_SOURCE = "The rules are theirs already."
ALL_ACTIONS: tuple[str, ...] = tuple(NotificationRule.Action.values)


@transaction.atomic
def start_copy(
    source: User, *, targets: Iterable[Target], actions: Collection[str] = ALL_ACTIONS, by: Actor
) -> RuleCopy:
    """Queue the copying of somebody's rules of these kinds to targets (accounts.copying).

    Who cannot get them is noted at once, with the reason. Raises ValidationError by field.
    """
    require(can_manage_account(by))
    require(can_delete(by), MAY_NOT_REPLACE)
    if not actions or set(actions) - set(ALL_ACTIONS):
        raise ValidationError({"action": "Choose at least one kind of rule."})
    people = copying.people_of(targets)
    copy = RuleCopy.objects.create(
        source=source,
        actions=sorted(set(actions)),
        rules=rules_of(source, actions),
        asked_by=by.name,
        asked_by_id=by.user.pk if by.user else None,
        asked_via=by.via,
    )
    count = _note_targets(copy, people, by=by)
    if not count:
        raise ValidationError({"target": "Choose at least one person to copy the rules to."})
    audit.record(by, "rules.copy_started", source, people=count, actions=copy.actions)
    jobs.copy_rules.defer(copy_id=str(copy.pk))
    return copy


@transaction.atomic
def undo_copy(copy: RuleCopy, *, by: Actor) -> None:
    """Queue the undoing of a copying. Raises ValidationError unless it is done."""
    require(can_manage_account(by))
    reached_owners = copy.targets.filter(user__role=User.Role.OWNER, outcome__in=REACHED)
    require(by.owns_the_account or not reached_owners.exists(), ONLY_OWNERS)
    done = RuleCopy.objects.filter(pk=copy.pk, state=RuleCopy.State.DONE)
    if not done.update(state=RuleCopy.State.UNDOING):
        raise ValidationError("Only a copying that is done can be undone.")
    audit.record(by, "rules.undo_started", copy.source)
    jobs.undo_rule_copy.defer(copy_id=str(copy.pk))


def rules_of(person: User, actions: Collection[str]) -> list[RuleData]:
    """Return somebody's rules of these kinds as data. Three queries."""
    rules = person.notification_rules.filter(action__in=actions)
    return [rule_as_data(rule) for rule in rules.prefetch_related("steps__contact")]


def why_skipped(person: User, source_id: UUID, *, by: Actor) -> str:
    """Say why a person can't get copied rules at all, or nothing."""
    if person.pk == source_id:
        return IS_SOURCE
    if person.is_blocked:
        return IS_BLOCKED
    if not can_manage_person(by, person):
        return ONLY_OWNERS
    return "" if RIGHT in person.rights else NO_RULES


def _note_targets(copy: RuleCopy, people: QuerySet[User], *, by: Actor) -> int:
    """Write one row for each person. Returns how many there are."""
    seen = people.select_related("custom_role").only("role", "is_blocked", "custom_role")
    count = 0
    for some in batched(seen.iterator(), AT_ONCE):
        RuleCopyTarget.objects.bulk_create(_target(copy, person, by) for person in some)
        count += len(some)
    return count


def _target(copy: RuleCopy, person: User, by: Actor) -> RuleCopyTarget:
    row = RuleCopyTarget(copy=copy, user=person)
    if reason := why_skipped(person, copy.source_id, by=by):
        row.outcome, row.skipped = RuleCopyTarget.Outcome.SKIPPED, [reason]
    return row
