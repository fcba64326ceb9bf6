"""Suggestions of schedules and escalations while one types, where there are too many to list."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.http import Request
from common.folding import Folded, fold
from common.options import options
from common.policy import signed_in
from common.text import one_line
from oncall.models import Escalation, Schedule
from teams.views.common import team_or_404

SHOWN = 10
MODELS: dict[str, type[Schedule] | type[Escalation]] = {
    "schedule": Schedule,
    "escalation": Escalation,
}


@signed_in
@require_safe
def target_suggestions(request: Request, team_id: UUID, kind: str) -> HttpResponse:
    """Options for the name of a schedule or an escalation, among those that one may see."""
    team_or_404(request, team_id)
    if kind not in MODELS:
        raise Http404
    typed = one_line(request.GET.get(kind, ""), 200)
    model: Any = MODELS[kind]
    rows: QuerySet[Any] = model.objects.visible_to(request.actor).alias(folded=Folded("name"))
    found = rows.filter(folded__contains=fold(typed)).order_by("folded") if typed else rows.none()
    return options(request, [(one.name, one.name, "") for one in found[:SHOWN]], typed=typed)
