"""What the pages of schedules have in common."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from accounts.http import Request
from accounts.permissions import require
from common.pages import page
from oncall.models import Override, Rotation, Schedule
from oncall.permissions import can_manage_oncall


def schedule_or_404(request: Request, schedule_id: UUID) -> Schedule:
    """Return a schedule that the actor may see. A stranger gets 404."""
    schedules = Schedule.objects.visible_to(request.actor).select_related("team")
    return get_object_or_404(schedules.defer("team__search_words"), pk=schedule_id)


def managed_schedule(request: Request, schedule_id: UUID) -> Schedule:
    """Return a schedule that the actor may change; others who see it get 403."""
    schedule = schedule_or_404(request, schedule_id)
    require(can_manage_oncall(request.actor, schedule.team))
    return schedule


def rotation_or_404(schedule: Schedule, rotation_id: UUID) -> Rotation:
    """Return a rotation of that very schedule."""
    rotation = get_object_or_404(schedule.rotations, pk=rotation_id)
    rotation.schedule = schedule
    return rotation


def override_or_404(schedule: Schedule, override_id: UUID) -> Override:
    """Return an override of that very schedule."""
    override = get_object_or_404(schedule.overrides.select_related("user"), pk=override_id)
    override.schedule = schedule
    return override


def form_page(
    request: Request, template: str, context: dict[str, Any], *, part: str = "dialog"
) -> HttpResponse:
    """Draw a page with a form; 422 when what was sent was refused."""
    form = context["form"]
    refused = form.is_bound and form._errors  # not `errors`, which would check a form just drawn
    status = 422 if refused else 200
    context = {"nav": "oncall"} | context
    return page(request, f"oncall/{template}.html", context, part=part, status=status)
