"""What a copying would do, looked at before anything is done."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import copying
from accounts.actions.copies import RIGHT, rules_of, why_skipped
from accounts.actors import Actor
from accounts.copy_plans import Address, methods_of, plan_copy
from accounts.copying import Target
from accounts.models import Contact, CustomRole, NotificationRule, User
from accounts.rights import BUILT_IN, rights_of
from accounts.rule_words import method_in_words
from common.folding import Folded

SHOWN = 200  # people


@dataclass(frozen=True, slots=True)
class Row:
    """What would become of one person's rules, or why nothing would."""

    person: User
    replaced: int = 0
    added: int = 0
    reasons: list[str] = field(default_factory=list)
    is_skipped: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """How many people there are, how many would be skipped, and the first of them."""

    rules: int
    total: int
    blocked: int
    owners: int
    roles: int  # people whose role has no notification rules
    has_source: bool
    lacking: dict[str, int]  # a method in words → how many have no such contact
    rows: list[Row]

    @property
    def served(self) -> int:
        """How many people would get rules, if their contacts allow."""
        return self.total - self.blocked - self.owners - self.roles - self.has_source

    @property
    def is_cut(self) -> bool:
        """Whether there are more people than rows."""
        return self.total > len(self.rows)


def preview(
    source: User, targets: Iterable[Target], actions: Collection[str], *, by: Actor
) -> Preview:
    """Plan the copying for the first people, and count the rest. A constant number of queries."""
    people = copying.people_of(targets)
    rules = rules_of(source, actions)
    others = people.exclude(pk=source.pk)
    protected = Q(role=User.Role.OWNER) if not by.owns_the_account else Q(pk__in=[])
    unblocked = others.exclude(protected).filter(is_blocked=False)
    without = _without_rules()
    served = unblocked.exclude(without)
    lacking = {
        method_in_words(method): served.exclude(_has(method)).count()
        for method in methods_of(rules, actions)
    }
    named = people.order_by(Folded("full_name"), "pk").select_related("custom_role")
    first = named.defer("search_words", "password")[:SHOWN]
    total = people.count()
    return Preview(
        rules=len(rules),
        total=total,
        blocked=others.filter(is_blocked=True).count(),
        owners=others.filter(protected, is_blocked=False).count(),
        roles=unblocked.filter(without).count(),
        has_source=people.filter(pk=source.pk).exists(),
        lacking={label: number for label, number in lacking.items() if number},
        rows=list(_rows(first, source, rules, actions, by)),
    )


def _rows(
    people: QuerySet[User],
    source: User,
    rules: list[dict[str, object]],
    actions: Collection[str],
    by: Actor,
) -> Iterator[Row]:
    for person in people.prefetch_related("contacts", "notification_rules"):
        if reason := why_skipped(person, source.pk, by=by):
            yield Row(person, reasons=[reason], is_skipped=True)
            continue
        plan = plan_copy(rules, actions, [Address.of(one) for one in person.contacts.all()])
        own: Iterable[NotificationRule] = person.notification_rules.all()
        yield Row(
            person,
            replaced=sum(rule.action in plan.replaced for rule in own),
            added=len(plan.rules),
            reasons=plan.left_out,
            is_skipped=plan.outcome == "skipped",
        )


def _without_rules() -> Q:
    built_in = [role for role in BUILT_IN if RIGHT not in rights_of(role)]
    custom = [role.pk for role in CustomRole.objects.all() if RIGHT not in role.rights]
    # A built-in role has no custom one: null must not make the whole condition null.
    return Q(role__in=built_in) | Q(custom_role__isnull=False, custom_role__in=custom)


def _has(method: str) -> Exists:
    enabled = Contact.objects.filter(user=OuterRef("pk"), method=method, is_enabled=True)
    return Exists(enabled)
