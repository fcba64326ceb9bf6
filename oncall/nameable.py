"""Whom and what a rotation or a step of an escalation may name, and suggestions while one types."""

from typing import Any

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.models import User
from common.folding import Folded
from common.words import beginnings
from oncall.models import EscalationRule, Schedule
from teams.models import Team
from teams.reading import people_to_add

Kind = EscalationRule.Kind
SUGGESTIONS = 10


def nameable(kind: EscalationRule.Kind, by: Actor | None) -> QuerySet[Any]:
    """The people, schedules or teams that an actor may name; None: all there are.

    Who may see who is on call everywhere may name every team: an alert may go on to another one.
    """
    rows: QuerySet[Any]
    if kind == Kind.USER:
        rows = people_to_add(by) if by else User.objects.all()
        return rows.defer("search_words", "password")
    if kind == Kind.SCHEDULE:
        rows = Schedule.objects.visible_to(by) if by else Schedule.objects.all()
        return rows.defer("search_words")
    sees_all = by is None or by.runs_the_account or by.has("who-is-on-call-show-all")
    rows = Team.objects.all() if sees_all or by is None else Team.objects.visible_to(by)
    return rows.defer("search_words")


def suggestions(kind: EscalationRule.Kind, by: Actor, text: str) -> list[tuple[str, str, str]]:
    """At most ten as (what is typed to name it, name, detail), for two letters or more."""
    words = beginnings(text)
    if words is None or len(text.strip()) < 2:
        return []
    rows = nameable(kind, by)
    if kind == Kind.USER:
        people = rows.filter(search_words=words).order_by(Folded("full_name"), "pk")
        return [(one.username, one.full_name, one.username) for one in people[:SUGGESTIONS]]
    if kind == Kind.TEAM:
        teams = rows.filter(search_words=words).order_by(Folded("name"), "pk")
        return [(one.name, one.name, "Team") for one in teams[:SUGGESTIONS]]
    found = rows.filter(search_words=words).select_related("team").order_by(Folded("name"), "pk")
    return [
        (one.name, one.name, f"Schedule of {one.team or 'the account'}")
        for one in found[:SUGGESTIONS]
    ]
