"""The lock that every change of a team's rules takes, and the version it leaves behind."""

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import timezone

from accounts.actors import Actor
from common import holding
from routing.models import RoutingRule, RuleBook
from teams.actions import GONE
from teams.models import Team

SOMEBODY_DELETED_IT = "Somebody has deleted this rule meanwhile."


class StaleOrder(Exception):
    """Somebody changed the rules since they were looked at: `book` says who, when, which version.

    The edge answers 409, with the rules as they are now.
    """

    def __init__(self, book: RuleBook) -> None:
        super().__init__(f"The rules are at version {book.version}.")
        self.book = book


def hold_rules(team: Team) -> RuleBook:
    """Lock a team's rules until the transaction ends. Raises ValidationError when it is deleted.

    The team is locked first, as its deletion does, so that the two can't wait for each other;
    no more than it must be, so that alerts of the team come in meanwhile.
    """
    try:
        Team.objects.select_for_update(no_key=True).only("pk").get(pk=team.pk)
        return RuleBook.objects.select_for_update().get(pk=team.pk)
    except ObjectDoesNotExist:
        raise ValidationError(GONE) from None


def hold_rule(rule: RoutingRule) -> RuleBook:
    """Lock the rules of a rule's team and read the rule anew. Raises ValidationError when gone."""
    book = hold_rules(rule.team)
    rows = RoutingRule.objects.with_targets()
    holding.read_anew(rule, gone=SOMEBODY_DELETED_IT, rows=rows)
    return book


def check_version(book: RuleBook, version: int | None) -> None:
    """Raise StaleOrder unless the version is the one that was looked at; None doesn't mind."""
    if version is not None and version != book.version:
        raise StaleOrder(book)


def raise_version(book: RuleBook, *, by: Actor) -> None:
    """Write that the rules changed: what was compiled of the version before is out of date."""
    book.version += 1
    book.changed_at, book.changed_by = timezone.now(), by.name
    book.save(update_fields=["version", "changed_at", "changed_by"])
