"""The list of a team's rules; switching and deleting one."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_POST, require_safe

from accounts.http import Request
from accounts.permissions import can_delete, require
from accounts.views.dialogs import show_or_send
from common.pages import done, page
from common.policy import signed_in
from routing.actions import change_rule, remove_rule
from routing.losing import after_deleting
from routing.models import RuleBook
from routing.views.common import LIST, PAGE, TAB, rule_or_404, rules_context
from teams.models import Team
from teams.permissions import can_manage_team
from teams.views.common import team_context, team_or_404


@signed_in
@require_safe
def rules(request: Request, team_id: UUID) -> HttpResponse:
    """Show a team's rules in their order, and a form to try an alert."""
    team = team_or_404(request, team_id)
    context = rules_context(request, team)
    context["moved"] = moved_note(team, request.GET, context["book"])
    return page(request, PAGE, context, part=LIST)


@signed_in
@require_POST
def rule_switch(request: Request, team_id: UUID, rule_id: UUID) -> HttpResponse:
    """Pause a rule, or let it work again."""
    rule = rule_or_404(request, team_id, rule_id)
    require(can_manage_team(request.actor, rule.team))
    is_enabled = request.POST.get("is_enabled") == "on"
    try:
        change_rule(rule, is_enabled=is_enabled, by=request.actor)
    except ValidationError as problem:
        context = rules_context(request, rule.team, problems=problem.messages)
        return page(request, PAGE, context, part=LIST, status=422)
    said = "works again" if is_enabled else "paused: it takes no alerts until you resume it"
    return done(request, f"{rule.name} {said}.", TAB, team_id)


@signed_in
@show_or_send
def rule_delete(request: Request, team_id: UUID, rule_id: UUID) -> HttpResponse:
    """Say where a rule's alerts would go, and delete it."""
    rule = rule_or_404(request, team_id, rule_id)
    require(can_manage_team(request.actor, rule.team) and can_delete(request.actor))
    context: dict[str, Any] = {"rule": rule, "what_then": after_deleting(rule)}
    if request.method == "POST":
        try:
            remove_rule(rule, by=request.actor)
            return done(request, f"Rule {rule.name} deleted.", TAB, team_id)
        except ValidationError as problem:
            context["problems"] = problem.messages
    context = team_context(request, rule.team, TAB, **context)
    status = 422 if "problems" in context else 200
    return page(request, "routing/rule_delete.html", context, part="dialog", status=status)


def moved_note(team: Team, asked: QueryDict, book: RuleBook | None) -> dict[str, Any] | None:
    """What the page says after a move, while that is the last thing that happened to the rules."""
    numbers = [asked.get(name, "") for name in ("version", "from")]
    if not book or not all(one.isascii() and one.isdecimal() for one in numbers):
        return None
    version, place = (int(one[:9]) for one in numbers)
    try:
        rule = team.routing_rules.movable().filter(pk=asked.get("moved", "")).first()
    except ValidationError:
        return None
    if rule is None or version != book.version:
        return None
    return {"rule": rule, "place": (rule.position or 0) + 1, "undo_place": place}
