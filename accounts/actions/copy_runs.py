"""What the jobs of copying do. Safe to repeat: whoever was served is not waiting any more.

People are served in batches. A batch is one transaction that locks its people in the order of
their ids: a worker that dies leaves its batch untouched, and two copyings can't block each other.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor, Via
from accounts.copy_plans import KEPT_AS_IS, Address, RuleData, digest, plan_copy, rule_as_data
from accounts.models import (
    Contact,
    NotificationRule,
    NotificationStep,
    RuleCopy,
    RuleCopyTarget,
    User,
)

audit.WORDS |= {
    "rules.copied": "Copying of notification rules completed: {target} to {copied} people,"
    " {skipped} skipped",
    "rules.copy_undone": "undid the copying of the notification rules of {target}",
}

State, Outcome = RuleCopy.State, RuleCopyTarget.Outcome
REACHED = (Outcome.COPIED, Outcome.PARTLY)
BATCH = 100  # people
NOT_UNDONE = "Not undone: their rules were changed since."

# Given a target, its own rules of the kinds in question and its addresses: what to write instead.
type Serve = Callable[[RuleCopyTarget, list[RuleData], list[Address]], list[RuleData] | None]


def run(copy_id: UUID) -> None:
    """Copy the rules to everybody who still waits, then close the copying."""
    RuleCopy.objects.filter(pk=copy_id, state=State.QUEUED).update(state=State.RUNNING)
    copy = RuleCopy.objects.filter(pk=copy_id, state=State.RUNNING).first()
    if copy is None:
        return

    def copy_to(
        target: RuleCopyTarget, own: list[RuleData], addresses: list[Address]
    ) -> list[RuleData]:
        plan = plan_copy(copy.rules, copy.actions, addresses)
        target.before, target.outcome, target.skipped = own, plan.outcome, plan.left_out
        stays = [rule for rule in own if rule["action"] not in plan.replaced]
        after = stays + [rule | {"id": str(uuid4())} for rule in plan.rules]
        target.after_hash = digest(after)
        return after

    while _serve(copy, (Outcome.WAITING,), copy_to):
        pass
    _close(copy, State.RUNNING, State.DONE)


def run_undo(copy_id: UUID) -> None:
    """Give everybody their rules back, except those who have changed them since."""
    copy = RuleCopy.objects.filter(pk=copy_id, state=State.UNDOING).first()
    if copy is None:
        return

    def undo_for(
        target: RuleCopyTarget, own: list[RuleData], addresses: list[Address]
    ) -> list[RuleData] | None:
        if digest(own) != target.after_hash:
            target.outcome, target.skipped = Outcome.KEPT, [*target.skipped, NOT_UNDONE]
            return None
        target.outcome = Outcome.UNDONE
        there = {address.id for address in addresses}
        return [
            rule | {"steps": [step for step in rule["steps"] if step["contact"] in there]}
            for rule in target.before
        ]

    while _serve(copy, REACHED, undo_for):
        pass
    _close(copy, State.UNDOING, State.UNDONE)


@transaction.atomic
def _serve(copy: RuleCopy, outcomes: Collection[str], serve: Serve) -> bool:
    """Serve one batch of those whose outcome is one of these. Returns whether there was any."""
    waiting = copy.targets.filter(outcome__in=outcomes).order_by("user_id")
    targets = list(waiting.select_for_update()[:BATCH])
    people = [target.user_id for target in targets]
    list(
        User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").only("pk")
    )
    own, addresses = _rules(copy, people), _addresses(people)
    written = {}
    for target in targets:
        rules = serve(target, own[target.user_id], addresses[target.user_id])
        if rules is not None:
            written[target.user_id] = rules
    NotificationRule.objects.filter(user__in=written, action__in=copy.actions).delete()
    _write(written)
    RuleCopyTarget.objects.bulk_update(targets, ["outcome", "skipped", "before", "after_hash"])
    return bool(targets)


def _rules(copy: RuleCopy, people: list[UUID]) -> dict[UUID, list[RuleData]]:
    """The people's rules of the copied kinds. Locked, so that nobody adds a step meanwhile."""
    rules = NotificationRule.objects.filter(user__in=people, action__in=copy.actions)
    found = defaultdict(list)
    for rule in rules.select_for_update().prefetch_related("steps__contact"):
        found[rule.user_id].append(rule_as_data(rule))
    return found


def _addresses(people: list[UUID]) -> dict[UUID, list[Address]]:
    found = defaultdict(list)
    for contact in Contact.objects.filter(user__in=people):
        found[contact.user_id].append(Address.of(contact))
    return found


def _write(rules_by_person: dict[UUID, list[RuleData]]) -> None:
    rules = [(person, rule) for person, rules in rules_by_person.items() for rule in rules]
    NotificationRule.objects.bulk_create(
        NotificationRule(
            id=UUID(rule["id"]), user_id=person, **{name: rule[name] for name in KEPT_AS_IS}
        )
        for person, rule in rules
    )
    NotificationStep.objects.bulk_create(_steps(rule for _, rule in rules))


def _steps(rules: Iterable[RuleData]) -> Iterable[NotificationStep]:
    for rule in rules:
        for step in rule["steps"]:
            yield NotificationStep(
                rule_id=UUID(rule["id"]),
                contact_id=UUID(step["contact"]),
                after_minutes=step["after_minutes"],
                is_enabled=step["is_enabled"],
                position=step["position"],
            )


@transaction.atomic
def _close(copy: RuleCopy, before: str, after: str) -> None:
    open_still = RuleCopy.objects.filter(pk=copy.pk, state=before)
    if not open_still.update(state=after, finished_at=timezone.now()):
        return
    asker = User.objects.filter(pk=copy.asked_by_id).first()
    by = Actor(name=copy.asked_by, via=Via(copy.asked_via), user=asker)
    if after == State.UNDONE:
        audit.record(by, "rules.copy_undone", copy.source)
        return
    skipped = copy.targets.filter(outcome=Outcome.SKIPPED).count()
    copied = copy.targets.count() - skipped
    audit.record(by, "rules.copied", copy.source, copied=copied, skipped=skipped)
