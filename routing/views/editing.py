"""Adding and changing a rule."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_POST

from accounts.http import Request
from accounts.meanwhile import last_change
from accounts.models import AuditEntry
from accounts.permissions import can_delete, require
from accounts.views.dialogs import SHOWN, sent, show_or_send, stamp
from common.forms import carry_out
from common.pages import done, page
from common.policy import signed_in
from oncall.forms import windows
from routing.actions import add_rule, change_rule
from routing.drafts import draft_of
from routing.forms import conditions
from routing.forms.rules import RuleForm, initial_of_rule
from routing.forms.targets import TargetForm, initial_of
from routing.models import RoutingRule
from routing.views.common import TAB, rule_or_404
from teams.models import Team
from teams.permissions import can_manage_team
from teams.views.common import team_context, team_or_404

PAGE, DEFAULT_PAGE, ASIDE = "routing/rule_edit.html", "routing/default_rule.html", "rule-aside"


@signed_in
@show_or_send
def rule_new(request: Request, team_id: UUID) -> HttpResponse:
    """Ask for a rule, and add it after the others."""
    team = team_or_404(request, team_id)
    require(can_manage_team(request.actor, team))
    return edited(request, team, None)


@signed_in
@show_or_send
def rule_edit(request: Request, team_id: UUID, rule_id: UUID) -> HttpResponse:
    """Change a rule; of the default rule only its name and whom it notifies."""
    last = last_change(team_id, "routing.changed", rule_id=rule_id)
    rule = rule_or_404(request, team_id, rule_id)
    require(can_manage_team(request.actor, rule.team))
    if rule.is_default:
        return default_rule(request, rule, last)
    return edited(request, rule.team, rule, last)


@signed_in
@require_POST
def rule_preview(request: Request, team_id: UUID) -> HttpResponse:
    """Say a rule in plain words while it is typed, and warn of what it would do.

    With `?rows` a button of the conditions was pressed, and the rows are drawn anew.
    """
    team = team_or_404(request, team_id)
    require(can_manage_team(request.actor, team))
    rule = rule_named(team, request.POST.get("rule_id", ""))
    data, part = request.POST.copy(), "conditions"
    if "rows" not in request.GET:  # htmx sends the button that was pressed last along
        part = ASIDE
        for button in (conditions.DO, windows.DO):
            data.pop(button, None)
    form = as_typed(form_of(request, team, rule, data))
    form.has_new_row = data.get(conditions.DO) == "add"
    return page(request, PAGE, edit_context(request, team, rule, form, live=True), part=part)


def edited(
    request: Request, team: Team, rule: RoutingRule | None, last: AuditEntry | None = None
) -> HttpResponse:
    """Show the form, or save what it says; buttons within it only change what is shown."""
    form, status = form_of(request, team, rule, sent(request)), 200
    if is_editing(request):
        form = as_typed(form)
        form.has_new_row = request.POST.get(conditions.DO) == "add"
    elif request.method == "POST":
        saved = carry_out(form, lambda: save(request, team, rule, form))
        if saved is not None:
            return done(request, f"Rule {saved.name} saved.", TAB, team.pk)
        status = 422
    context = edit_context(request, team, rule, form)
    context["shown"] = stamp(request, form, last) if rule else ""
    return page(request, PAGE, context, status=status)


def save(request: Request, team: Team, rule: RoutingRule | None, form: RuleForm) -> RoutingRule:
    """Change the rule, or add a new one."""
    by, shown = request.actor, request.POST.get(SHOWN, "")
    if rule:
        return change_rule(rule, **form.values, shown=shown, by=by)
    return add_rule(team, **form.values, by=by)


def default_rule(request: Request, rule: RoutingRule, last: AuditEntry | None) -> HttpResponse:
    """Change the name of the default rule and whom it notifies."""
    team, chosen = rule.team, rule.schedule or rule.escalation
    form = TargetForm(
        sent(request), initial=initial_of(rule), team=team, by=request.actor, chosen=chosen
    )
    if request.method == "POST":
        shown, by = request.POST.get(SHOWN, ""), request.actor
        saved = carry_out(form, lambda: change_rule(rule, **form.named, shown=shown, by=by))
        if saved is not None:
            return done(request, f"{saved.name} saved.", TAB, team.pk)
    context = team_context(request, team, TAB, rule=rule, form=form)
    context["shown"] = stamp(request, form, last)
    return page(request, DEFAULT_PAGE, context, status=422 if form.is_bound else 200)


def form_of(
    request: Request, team: Team, rule: RoutingRule | None, data: QueryDict | None
) -> RuleForm:
    """The form of a rule, or of a new one."""
    initial = initial_of_rule(rule) if rule else first_values(request, team)
    chosen = (rule.schedule or rule.escalation) if rule else None
    return RuleForm(data, initial=initial, team=team, by=request.actor, chosen=chosen)


def as_typed(form: RuleForm) -> RuleForm:
    """The same form as if it had not been sent: what was typed stays, nothing is called wrong."""
    typed = {name: form[name].value() for name in form.fields}
    return RuleForm(None, initial=typed, team=form.team, by=form.by, chosen=form.chosen)


def first_values(request: Request, team: Team) -> dict[str, Any]:
    """What a new rule begins with: the team's own schedule and escalation, the account's zone."""
    schedule = team.schedules.order_by("created_at").first()
    escalation = team.escalations.order_by("created_at").first()
    return {
        "match_type": RoutingRule.MatchType.ALL_CONDITIONS,
        "time_zone": request.account.time_zone,
        "kind": RoutingRule.Kind.ESCALATION,
        "schedule": schedule.name if schedule else "",
        "escalation": escalation.name if escalation else "",
    }


def rule_named(team: Team, rule_id: str) -> RoutingRule | None:
    """The rule that a draft changes; None while it is a new one."""
    rules = team.routing_rules.movable().with_targets()
    return next((rule for rule in rules if str(rule.pk) == rule_id), None)


def is_editing(request: Request) -> bool:
    """Whether a button within the form was pressed."""
    return conditions.is_editing(request.POST) or windows.is_editing(request.POST)


def edit_context(
    request: Request, team: Team, rule: RoutingRule | None, form: RuleForm, *, live: bool = False
) -> dict[str, Any]:
    """What the editor and its aside show."""
    return team_context(
        request,
        team,
        TAB,
        rule=rule,
        form=form,
        draft=draft_of(form, team, rule),
        live=live,
        may_delete=bool(rule) and can_delete(request.actor),
    )
