"""The list of escalations, the page of one, deleting it; what its form suggests."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import Request
from accounts.permissions import can_delete, require
from accounts.views.dialogs import show_or_send
from common.forms import carry_out
from common.options import options
from common.pages import done, page
from common.policy import signed_in
from common.text import one_line
from oncall.actions.escalations import delete_escalation, steps_of
from oncall.escalation_reading import SORTS, escalation_page, shown_steps, warnings_of
from oncall.escalation_words import repeat_in_words
from oncall.forms.escalation_steps import kind_of
from oncall.forms.escalations import DeleteForm
from oncall.models import Escalation
from oncall.nameable import suggestions
from oncall.permissions import can_make_schedules, can_manage_oncall
from oncall.uses import seen_by, uses_of
from teams.models import Team


@signed_in
@require_safe
def escalations(request: Request) -> HttpResponse:
    """List the escalations that the actor may see."""
    text = one_line(request.GET.get("q", ""), 100)
    asked = request.GET.get("sort", "name")
    sort, cursor = asked if asked in SORTS else "name", request.GET.get("cursor", "")
    now = timezone.now()
    context = {
        "nav": "oncall",
        "page": escalation_page(request.actor, now, text=text, sort=sort, cursor=cursor),
        "sort": sort,
        "text": text,
        "can_create": can_make_schedules(request.actor),
    }
    return page(request, "oncall/escalations.html", context, part="escalation-list")


@signed_in
@require_safe
def escalation(request: Request, pk: UUID) -> HttpResponse:
    """Show what an escalation does, step by step, and whom it would tell now."""
    shown = escalation_or_404(request, pk)
    steps = shown_steps(steps_of(shown), timezone.now())
    uses, other_teams = seen_by(request.actor, uses_of(shown))
    context = {
        "nav": "oncall",
        "escalation": shown,
        "steps": steps,
        "repeats": repeat_in_words(shown),
        "warnings": warnings_of(steps),
        "uses": uses,
        "other_teams": other_teams,
        "can_manage": can_manage_oncall(request.actor, shown.team),
        "sees_team": Team.objects.visible_to(request.actor).filter(escalations=shown).exists(),
    }
    return page(request, "oncall/escalation.html", context)


@signed_in
@show_or_send
def escalation_delete(request: Request, pk: UUID) -> HttpResponse:
    """Say what names an escalation, or delete it."""
    shown = escalation_or_404(request, pk)
    require(can_manage_oncall(request.actor, shown.team) and can_delete(request.actor))
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        carry_out(form, lambda: delete_escalation(shown, by=request.actor))
        if form.is_valid():
            return done(request, f"Escalation {shown.name} deleted.", "oncall:escalations")
    context = {"nav": "oncall", "escalation": shown, "form": form, "steps": shown.rules.count()}
    status = 422 if form.is_bound else 200
    return page(request, "oncall/escalation_delete.html", context, part="dialog", status=status)


@signed_in
@require_safe
def escalation_suggestions(request: Request) -> HttpResponse:
    """Options for whom a step tells: people, schedules or teams, as its row says."""
    require(can_make_schedules(request.actor))
    typed = {name.rpartition("-")[2]: value for name, value in request.GET.dict().items()}
    text = one_line(typed.get("recipient", ""), 100)
    return options(request, suggestions(kind_of(typed.get("whom", "")), request.actor, text))


def escalation_or_404(request: Request, pk: UUID) -> Escalation:
    """Return an escalation that the actor may see. A stranger gets 404."""
    rows = Escalation.objects.visible_to(request.actor).select_related("team")
    return get_object_or_404(rows.defer("team__search_words"), pk=pk)
