"""A rule while it is typed: in plain words, what it would do, what there is to be warned of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.validators import validate_time_zone
from oncall.now_words import on_call_words
from routing import samples
from routing.draft_words import Line, lines_of
from routing.engine import compile_rows, rule_of, target_of
from routing.forms.rules import RuleForm
from routing.forms.targets import found_target
from routing.health import complaints_about
from routing.losing import MOST, last_week, won_by
from routing.models import RoutingRule
from routing.reading import rules_of
from routing.shadow import shadowed_by
from routing.trials import names_at
from teams.models import Team

MatchType = RoutingRule.MatchType


@dataclass(frozen=True, slots=True)
class Week:
    """How many of the last week's alerts the rule took, and would take as it is typed."""

    total: int
    saved: int | None
    draft: int | None

    @property
    def is_cut(self) -> bool:
        """Whether there were more alerts than were looked at."""
        return self.total >= MOST


@dataclass(frozen=True, slots=True)
class Draft:
    """What the aside of the editor shows. `unfinished` says what has to be mended first."""

    lines: list[Line]
    faults: list[dict[str, Any]]
    warnings: list[str]
    week: Week | None
    unfinished: str
    target_now: str


def draft_of(form: RuleForm, team: Team, saved: RoutingRule | None) -> Draft:
    """Look at a rule as it is typed, finished or not."""
    now = timezone.now()
    rule = drafted_rule(form, team, saved)
    return Draft(
        lines=list(lines_of(form)),
        faults=faults_of(form),
        warnings=warnings_of(rule, team, saved, now) if rule else [],
        week=week_of(team, saved, rule, now),
        unfinished="" if rule else unfinished_in(form),
        target_now=target_now(form, now),
    )


def faults_of(form: RuleForm) -> list[dict[str, Any]]:
    """What is wrong with each condition in which something was typed; None where nothing is."""
    return [
        {"place": place, "row": row, "fault": row.fault() if row.expected else None}
        for place, row in enumerate(form.rows)
    ]


def target_now(form: RuleForm, now: datetime) -> str:
    """Who would be told at this moment."""
    try:
        rule = RoutingRule(**found_target(form))
    except ValidationError:
        return ""
    if rule.schedule:
        return f"{on_call_words([rule.schedule.pk], now)}."
    if not rule.escalation:
        return ""
    names = names_at(target_of(rule), now) or "nobody"
    return f"Told first now: {names}."


def drafted_rule(form: RuleForm, team: Team, saved: RoutingRule | None) -> RoutingRule | None:
    """The rule as a row that is not saved, or None while it is unfinished."""
    try:
        takes_all = form["match_type"].value() == MatchType.ALL
        target = found_target(form)
        rule = RoutingRule(
            team=team,
            name=str(form["name"].value() or "This rule"),
            match_type=form["match_type"].value(),
            conditions=[] if takes_all else form.rows.as_json(),
            time_restriction=form["time_restriction"].value().as_json(),
            time_zone=form["time_zone"].value(),
            is_enabled=saved.is_enabled if saved else True,
            position=saved.position if saved else None,
            **target,
        )
        if saved:
            rule.pk = saved.pk
        validate_time_zone(rule.time_zone)
        rule_of(rule)
    except (ValidationError, ValueError):
        return None
    return rule if takes_all or rule.conditions else None


def unfinished_in(form: RuleForm) -> str:
    """What has to be mended before the rule means anything."""
    takes_all = form["match_type"].value() == MatchType.ALL
    if not takes_all and form.rows.faults:
        return f"Finish condition {min(form.rows.faults) + 1} first"
    return "Finish the rule first"


def warnings_of(
    rule: RoutingRule, team: Team, saved: RoutingRule | None, now: datetime
) -> list[str]:
    """What would be wrong with a rule if it were saved, and what it would do to the others."""
    rules = _with(rule, team, saved)
    if rule.is_default or not rule.is_enabled:
        return []
    found = [str(one) for one in complaints_about(rules, now)[rule.pk]]
    movable = [one for one in rules if not one.is_default]
    mine = movable.index(rule)
    for place, earlier in shadowed_by([rule_of(one) for one in movable]).items():
        if earlier == mine:
            found.append(f"Rule {place + 1} ({movable[place]}) would never be reached after it.")
    return found


def week_of(
    team: Team, saved: RoutingRule | None, rule: RoutingRule | None, now: datetime
) -> Week | None:
    """Count the last week's alerts by the saved rules and by the draft; None if none are kept."""
    if not samples.are_there():
        return None
    week = last_week(team, now)
    before = compile_rows(team.pk, rules_of(team), version=0)
    after = compile_rows(team.pk, _with(rule, team, saved), version=0) if rule else None
    return Week(
        total=len(week),
        saved=won_by(before, saved, week) if saved else None,
        draft=won_by(after, rule, week) if after and rule else None,
    )


def _with(rule: RoutingRule, team: Team, saved: RoutingRule | None) -> list[RoutingRule]:
    """The team's rules with the draft in its place: that of the saved one, or the last."""
    rules = rules_of(team)
    if saved:
        return [rule if one.pk == saved.pk else one for one in rules]
    movable = [one for one in rules if not one.is_default]
    return [*movable, rule, *rules[len(movable) :]]
