"""What routing does when something happens on the floors below."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.signals import pre_save
from django.dispatch import receiver

from oncall.models import Escalation, Schedule
from oncall.signals import team_equipped
from routing.defaults import make_default_rule
from routing.models import RuleBook
from teams.models import Team


@receiver(team_equipped)
def make_the_default_rule(team: Team, escalation: Escalation, **kwargs: Any) -> None:
    """A new team's alerts go to its escalation."""
    make_default_rule(team, escalation)


@receiver(pre_save, sender=Schedule)
@receiver(pre_save, sender=Escalation)
def forget_an_old_name(
    sender: type[Schedule | Escalation], instance: Schedule | Escalation, **kwargs: Any
) -> None:
    """Rules are compiled with the names of what they notify: a new name makes them out of date.

    After the commit, so that nobody waits for a team's rules with a schedule's row in hand.
    """
    if instance._state.adding:
        return
    before = sender.objects.filter(pk=instance.pk).values_list("name", flat=True).first()
    if before != instance.name:
        rule = {f"team__routing_rules__{sender._meta.model_name}": instance.pk}
        books = RuleBook.objects.filter(**rule)
        named = list(books.values_list("pk", flat=True).distinct())
        transaction.on_commit(
            lambda: RuleBook.objects.filter(pk__in=named).update(version=F("version") + 1)
        )
