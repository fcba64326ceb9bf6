"""Who could not be reached right now, and what would mend it. Questions as sets, no loops."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from accounts import providers
from accounts.models import Contact, NotificationRule, NotificationStep, User
from accounts.rights import OBSERVER, STAKEHOLDER

WITHOUT_RULES = (STAKEHOLDER, OBSERVER)  # they are never on call


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps people from being reached: what it is, and how to mend it."""

    name: str
    title: str
    why: str
    mend: str


NOT_VERIFIED = Problem(
    "not-verified",
    "Not verified",
    "Nobody has shown that the e-mail is theirs, so it may reach nobody.",
    "Resend invitation",
)
NO_CONTACT = Problem(
    "no-contact",
    "No contact in use",
    "No contact is enabled and verified, and of a kind that can be sent to.",
    "Look at contacts",
)
NO_RULE = Problem(
    "no-rule",
    "No rule for new alerts",
    "No enabled rule for new alerts has a step to a contact that works.",
    "Look at rules",
)
PROBLEMS = {problem.name: problem for problem in (NOT_VERIFIED, NO_CONTACT, NO_RULE)}


def problems_of(
    *, is_verified: bool, has_enabled: bool, has_working: bool, needs_rule: bool, has_rule: bool
) -> list[Problem]:
    """Say what is wrong, the first to mend first. Pure: `unready` asks the database the same.

    A contact works when it is enabled and verified, and its method is set up. While the e-mail
    itself is not verified, an enabled contact is enough: verifying is the one thing to mend.
    """
    found = [] if is_verified else [NOT_VERIFIED]
    if not has_working and (is_verified or not has_enabled):
        found.append(NO_CONTACT)
    if needs_rule and not has_rule:
        found.append(NO_RULE)
    return found


def unready(people: QuerySet[User], problem: str = "") -> QuerySet[User]:
    """Narrow people to those with a problem: the one of that name, or any. Blocked are left out."""
    enabled, working, ruled = map(_has, _asked())
    asked = {
        NOT_VERIFIED.name: Q(is_verified=False),
        NO_CONTACT.name: ~working & (Q(is_verified=True) | ~enabled),
        NO_RULE.name: ~ruled & needs_rule(),
    }
    people = people.filter(is_blocked=False)
    if problem in asked:
        return people.filter(asked[problem])
    return people.filter(asked["not-verified"] | asked["no-contact"] | asked["no-rule"])


def needs_rule() -> Q:
    """Who is told about alerts: all but stakeholders and observers, also by custom roles."""
    of_custom = Q(custom_role__extends__in=WITHOUT_RULES)
    return ~Q(role__in=WITHOUT_RULES) & (Q(custom_role__isnull=True) | ~of_custom)


def problems_by_person(people: Collection[User]) -> dict[UUID, list[Problem]]:
    """Say what is wrong with each of some people (with their custom roles): three queries."""
    keys = [person.pk for person in people]
    enabled, working, ruled = (
        set(rows.filter(**{f"{owner}__in": keys}).values_list(owner, flat=True))
        for rows, owner in _asked()
    )
    return {
        person.pk: problems_of(
            is_verified=person.is_verified,
            has_enabled=person.pk in enabled,
            has_working=person.pk in working,
            needs_rule=person.base_role not in WITHOUT_RULES,
            has_rule=person.pk in ruled,
        )
        for person in people
    }


type _Rows = tuple[QuerySet[Contact] | QuerySet[NotificationStep], str]


def _has(rows: _Rows) -> Q:
    """Whether a person has such a row.

    An EXISTS beside an OR makes PostgreSQL read all contacts of everybody first; this looks into
    the index once a person, so that a page costs what its own people cost.
    """
    found, owner = rows
    one = found.filter(**{owner: OuterRef("pk")}).order_by().values("pk")[:1]
    return Q(IsNull(Subquery(one), False))


def _asked() -> tuple[_Rows, _Rows, _Rows]:
    """Enabled contacts, those that work, and steps to such in rules for new alerts."""
    can_send = [method for method in Contact.Method.values if providers.can_send(method)]
    contacts = Contact.objects.filter(is_enabled=True)
    steps = NotificationStep.objects.filter(
        is_enabled=True,
        rule__is_enabled=True,
        rule__action=NotificationRule.Action.CREATE_ALERT,
        contact__is_enabled=True,
        contact__verified_at__isnull=False,
        contact__method__in=can_send,
    )
    working = contacts.filter(verified_at__isnull=False, method__in=can_send)
    return (contacts, "user"), (working, "user"), (steps, "rule__user")
