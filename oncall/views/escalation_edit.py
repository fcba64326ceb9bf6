"""Making and changing an escalation, with its steps."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from accounts.http import Request
from accounts.meanwhile import last_change
from accounts.permissions import require
from accounts.views.dialogs import SHOWN, sent, show_or_send, stamp
from common.forms import carry_out
from common.pages import done, page
from common.policy import signed_in
from oncall.actions.escalations import change_escalation, create_escalation
from oncall.escalation_reading import shown_steps, warnings_of
from oncall.escalation_words import repeat_in_words
from oncall.forms.escalations import EscalationForm
from oncall.models import Escalation
from oncall.permissions import can_make_schedules, can_manage_oncall
from oncall.views.escalations import escalation_or_404
from teams.models import Team


@signed_in
@show_or_send
def escalation_new(request: Request) -> HttpResponse:
    """Ask for an escalation and its steps, and make it; `?team=ID` names its team."""
    require(can_make_schedules(request.actor))
    form = EscalationForm(sent(request), by=request.actor, team=_first_team(request))
    if not form.is_editing:
        made = carry_out(
            form,
            lambda: create_escalation(**form.cleaned_data, steps=form.steps(), by=request.actor),
        )
        if made:
            return done(request, f"Escalation {made.name} created.", made)
    return _shown(request, form)


@signed_in
@show_or_send
def escalation_edit(request: Request, pk: UUID) -> HttpResponse:
    """Change an escalation and its steps."""
    last = last_change(pk, "escalation.updated")
    escalation = escalation_or_404(request, pk)
    require(can_manage_oncall(request.actor, escalation.team))
    name = escalation.name
    form = EscalationForm(sent(request), by=request.actor, escalation=escalation)
    if not form.is_editing:
        more: dict[str, Any] = {"shown": request.POST.get(SHOWN, ""), "by": request.actor}
        carry_out(
            form,
            lambda: change_escalation(escalation, **form.cleaned_data, steps=form.steps(), **more),
        )
        if form.is_valid():
            return done(request, f"Escalation {escalation.name} saved.", escalation)
    return _shown(request, form, escalation, name, stamp(request, form, last))


def _shown(
    request: Request,
    form: EscalationForm,
    escalation: Escalation | None = None,
    name: str = "",
    shown: str = "",
) -> HttpResponse:
    """The form; of one that is being edited, for htmx, only its steps or its summary."""
    steps = shown_steps(form.planned_steps(), timezone.now())
    context = {
        "nav": "oncall",
        "form": form,
        "address": request.path,
        "escalation": escalation,
        "was": name,
        "shown": shown,
        "steps": steps,
        "repeats": repeat_in_words(form.planned()),
        "warnings": warnings_of(steps),
    }
    part = {"": "", "look": "summary"}.get(form.pressed, "steps")
    status = 422 if form.is_bound and not form.is_editing else 200
    return page(request, "oncall/escalation_form.html", context, part=part, status=status)


def _first_team(request: Request) -> Team | None:
    """The team that the address names, or the only one the actor administers."""
    teams = Team.objects.visible_to(request.actor).defer("search_words")
    try:
        return teams.filter(pk=UUID(request.GET["team"])).first()
    except (KeyError, ValueError):
        own = teams.filter(memberships__user=request.actor.user, memberships__role="admin")[:2]
        return own[0] if len(own) == 1 else None
