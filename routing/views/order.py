"""Ordering a team's rules: all at once by dragging, or one by one."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.views.decorators.http import require_POST

from accounts.http import Request
from accounts.permissions import require
from accounts.views.dialogs import show_or_send
from common.forms import carry_out
from common.pages import done, go, invalid, page
from common.policy import signed_in
from routing.actions import StaleOrder, move_rule, reorder_rules
from routing.forms.order import MoveForm, OrderForm
from routing.models import RoutingRule, RuleBook
from routing.views.common import LIST, PAGE, TAB, rule_or_404, rules_context
from teams.models import Team
from teams.permissions import can_manage_team
from teams.views.common import team_context, team_or_404


@signed_in
@require_POST
def rule_order(request: Request, team_id: UUID) -> HttpResponse:
    """Save the whole order, as it was dragged."""
    team = team_or_404(request, team_id)
    require(can_manage_team(request.actor, team))
    form = OrderForm(request.POST)
    if not form.is_valid():
        return refused(request, team, ["The order was not understood. Reload the page."])
    ids, moved = form.cleaned_data["rule"], form.cleaned_data["moved"]
    before = dict(team.routing_rules.movable().values_list("pk", "position"))
    try:
        book = reorder_rules(team, ids, version=form.cleaned_data["version"], by=request.actor)
    except StaleOrder as stale:
        place = ids.index(moved) + 1 if moved in ids else 0
        return stale_order(request, team, stale.book, moved, place)
    except ValidationError as problem:
        return refused(request, team, problem.messages)
    was = before.get(moved)
    return moved_to(request, team, book, moved, was if was is None else was + 1)


@signed_in
@require_POST
def rule_move(request: Request, team_id: UUID, rule_id: UUID) -> HttpResponse:
    """Move one rule up or down, back, or once more."""
    rule = rule_or_404(request, team_id, rule_id)
    require(can_manage_team(request.actor, rule.team))
    form = MoveForm(request.POST)
    if not form.is_valid():
        return refused(request, rule.team, ["Say where the rule shall be: 1 is the first place."])
    was, place = rule.position, form.cleaned_data["place"]
    version = form.cleaned_data["version"]
    try:
        book = move_rule(rule, place - 1, version=version, by=request.actor)
    except StaleOrder as stale:
        return stale_order(request, rule.team, stale.book, rule.pk, place)
    except ValidationError as problem:
        return refused(request, rule.team, problem.messages)
    return moved_to(request, rule.team, book, rule.pk, None if was is None else was + 1)


@signed_in
@show_or_send
def rule_place(request: Request, team_id: UUID, rule_id: UUID) -> HttpResponse:
    """Ask for a place, and move a rule there."""
    rule = rule_or_404(request, team_id, rule_id)
    require(can_manage_team(request.actor, rule.team))
    if request.method != "POST":
        return place_dialog(request, rule, MoveForm(initial={"place": (rule.position or 0) + 1}))
    form, was = MoveForm(request.POST), rule.position
    try:
        book = carry_out(
            form,
            lambda: move_rule(
                rule,
                form.cleaned_data["place"] - 1,
                version=form.cleaned_data["version"],
                by=request.actor,
            ),
        )
    except StaleOrder as stale:
        rule.refresh_from_db(fields=["position"])
        return place_dialog(request, rule, form, status=409, stale=stale.book)
    if book is None:
        return place_dialog(request, rule, form, status=422)
    return done(request, "", moved_address(rule.team, book, rule.pk, (was or 0) + 1))


def place_dialog(
    request: Request, rule: RoutingRule, form: MoveForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The question for a place."""
    others = rule.team.routing_rules.movable()
    before = others.filter(position=(rule.position or 0) - 1).first() if rule.position else None
    book = RuleBook.objects.filter(pk=rule.team_id).first()
    context = team_context(request, rule.team, TAB, rule=rule, form=form, before=before, book=book)
    context |= {"count": others.count(), "place": (rule.position or 0) + 1} | more
    return page(request, "routing/rule_place.html", context, part="dialog", status=status)


def moved_to(
    request: Request, team: Team, book: RuleBook, moved: UUID | None, was: int | None
) -> HttpResponse:
    """Show the order as it is now, with a way back."""
    if not request.htmx:
        if moved is None or was is None:
            return done(request, "Order saved.", TAB, team.pk)
        return go(request, moved_address(team, book, moved, was))
    context = rules_context(request, team)
    row = next((one for one in context["rows"] if one.rule.pk == moved), None)
    if row and was and row.number != was:
        context["moved"] = {"rule": row.rule, "place": row.number, "undo_place": was}
    return page(request, PAGE, context, part=LIST)


def moved_address(team: Team, book: RuleBook, moved: UUID, was: int) -> str:
    """The page of rules, which says what was moved and how to take it back."""
    terms = {"moved": moved, "from": was, "version": book.version}
    return f"{resolve_url(TAB, team.pk)}?{urlencode(terms)}"


def stale_order(
    request: Request, team: Team, book: RuleBook, moved: UUID | None, place: int
) -> HttpResponse:
    """Answer 409 with the newer order, and with what the person meant to do."""
    context = rules_context(request, team)
    rule = next((one.rule for one in context["rows"] if one.rule.pk == moved and place), None)
    context["stale"] = {"book": book, "rule": rule, "place": place}
    return page(request, PAGE, context, part=LIST, status=409)


def refused(request: Request, team: Team, problems: list[str]) -> HttpResponse:
    """Show the order as it is, and why it was not changed."""
    return invalid(request, PAGE, rules_context(request, team, problems=problems), part=LIST)
