"""A team's routing rules. Contract: seeds/003, opsgenie-v2.md §2."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from oncall.models import Escalation, Schedule
from oncall.models.targets import exactly_one
from teams.models import Team


class RuleBook(models.Model):
    """What a team's rules have in common: the version, which every change raises by one.

    Whoever changes rules locks this row first, so changes come one after the other; whoever has
    compiled a version may keep it for as long as the number stays.
    """

    team = models.OneToOneField(
        Team, on_delete=models.CASCADE, primary_key=True, related_name="rule_book"
    )
    version = models.PositiveIntegerField(default=1, db_default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.CharField(max_length=600, blank=True)

    def __str__(self) -> str:
        return f"Rules of {self.team}, version {self.version}"


class RoutingRuleQuerySet(models.QuerySet["RoutingRule"]):
    """Routing rules, as sets."""

    def movable(self) -> RoutingRuleQuerySet:
        """All but the default rules."""
        return self.filter(is_default=False)

    def in_order(self) -> RoutingRuleQuerySet:
        """As they are checked: by position, the default rule last."""
        return self.order_by(models.F("position").asc(nulls_last=True))

    def with_targets(self) -> RoutingRuleQuerySet:
        """Together with the team and whom each rule notifies."""
        return self.select_related("team", "schedule", "escalation")


class RoutingRule(models.Model):
    """Which alerts of a team go where. The first that matches wins."""

    class MatchType(models.TextChoices):
        """Named as the v2 API names them."""

        ALL = "match-all", "Every alert"
        ANY_CONDITION = "match-any-condition", "Any condition"
        ALL_CONDITIONS = "match-all-conditions", "All conditions"

    class Kind(models.TextChoices):
        """What a rule can notify, named as the v2 API names it."""

        ESCALATION = "escalation", "Escalation"
        SCHEDULE = "schedule", "Schedule"
        NOBODY = "none", "Nobody"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="routing_rules")
    name = models.CharField(max_length=512)
    is_default = models.BooleanField(default=False, db_default=False, editable=False)
    is_enabled = models.BooleanField("enabled", default=True, db_default=True)
    position = models.PositiveIntegerField(null=True, blank=True)
    match_type = models.CharField(max_length=20, choices=MatchType, default=MatchType.ALL)
    conditions = models.JSONField(default=list, blank=True)
    time_restriction = models.JSONField(null=True, blank=True)
    # Empty: the default rule's, which has no time restriction either.
    time_zone = models.CharField(max_length=64, blank=True)
    kind = models.CharField("notify", max_length=10, choices=Kind, default=Kind.NOBODY)
    schedule = models.ForeignKey(
        Schedule, on_delete=models.RESTRICT, null=True, blank=True, related_name="routing_rules"
    )
    escalation = models.ForeignKey(
        Escalation, on_delete=models.RESTRICT, null=True, blank=True, related_name="routing_rules"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "position"],
                name="one_rule_per_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["team"], condition=Q(is_default=True), name="one_default_rule_per_team"
            ),
            models.CheckConstraint(
                condition=Q(is_default=True, position__isnull=True)
                | Q(is_default=False, position__isnull=False),
                name="only_the_default_rule_has_no_place",
            ),
            models.CheckConstraint(
                condition=Q(is_default=False)
                | Q(is_enabled=True, match_type="match-all", time_restriction__isnull=True),
                name="the_default_rule_takes_every_alert",
                violation_error_message="The default rule takes every alert, at any time.",
            ),
            models.CheckConstraint(
                condition=exactly_one("schedule", "escalation", nobody="none"),
                name="rule_names_whom_it_notifies",
                violation_error_code="kind",
                violation_error_message="Choose a schedule, an escalation, or nobody.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
