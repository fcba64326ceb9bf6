"""Adding, changing, moving and removing the rotations of a schedule."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import Request
from accounts.meanwhile import last_change
from accounts.permissions import can_delete, require
from accounts.validators import zone
from accounts.views.dialogs import SHOWN, sent, show_or_send, stamp
from common.forms import carry_out
from common.options import options
from common.pages import done, page
from common.policy import signed_in
from common.text import one_line
from oncall.actions.defaults import last_handover
from oncall.actions.rotations import (
    add_rotation,
    change_rotation,
    move_rotation,
    participants_of,
    remove_rotation,
)
from oncall.forms.schedules import RotationForm
from oncall.forms.windows import is_editing
from oncall.models import Rotation, Schedule
from oncall.nameable import Kind, suggestions
from oncall.views.common import form_page, managed_schedule, rotation_or_404

COLUMNS = ("name", "kind", "length", "starts_at", "ends_at", "time_restriction")


@signed_in
@show_or_send
def rotation_new(request: Request, schedule_id: UUID) -> HttpResponse:
    """Add a rotation to a schedule."""
    schedule = managed_schedule(request, schedule_id)
    form = _form(request, schedule, _first_values(schedule, timezone.now()))
    if is_editing(request.POST):
        form.errors.clear()  # nothing is wrong while it is being typed
    else:
        made = carry_out(
            form, lambda: add_rotation(schedule, **form.cleaned_data, by=request.actor)
        )
        if made:
            return done(request, f"Rotation {made.name} added.", schedule)
    context = {"form": form, "schedule": schedule}
    return form_page(request, "schedule_rotation", context, part="")  # too large for a dialog


@signed_in
@show_or_send
def rotation_edit(request: Request, schedule_id: UUID, rotation_id: UUID) -> HttpResponse:
    """Change a rotation."""
    last = last_change(schedule_id, "rotation.changed", rotation_id=rotation_id)
    schedule = managed_schedule(request, schedule_id)
    rotation = rotation_or_404(schedule, rotation_id)
    shown, by = request.POST.get(SHOWN, ""), request.actor
    initial = {name: getattr(rotation, name) for name in COLUMNS}
    form = _form(request, schedule, initial | {"participants": participants_of(rotation)})
    context = {"form": form, "schedule": schedule, "rotation": rotation, "was": rotation.name}
    if is_editing(request.POST):
        form.errors.clear()
    else:
        carry_out(form, lambda: change_rotation(rotation, **form.cleaned_data, shown=shown, by=by))
        if form.is_bound and form.is_valid():
            return done(request, f"Rotation {rotation.name} saved.", schedule)
    context["shown"] = stamp(request, form, last)
    return form_page(request, "schedule_rotation", context, part="")


@signed_in
@show_or_send
def rotation_remove(request: Request, schedule_id: UUID, rotation_id: UUID) -> HttpResponse:
    """Ask, and remove a rotation."""
    schedule = managed_schedule(request, schedule_id)
    require(can_delete(request.actor))
    rotation = rotation_or_404(schedule, rotation_id)
    if request.method == "POST":
        remove_rotation(rotation, by=request.actor)
        return done(request, f"Rotation {rotation.name} removed.", schedule)
    context: dict[str, Any] = {"nav": "oncall", "schedule": schedule, "rotation": rotation}
    context["override_count"] = rotation.overrides.count()
    return page(request, "oncall/schedule_rotation_remove.html", context, part="dialog")


@signed_in
@require_POST
def rotation_move(request: Request, schedule_id: UUID, rotation_id: UUID) -> HttpResponse:
    """Move a rotation up or down by one."""
    schedule = managed_schedule(request, schedule_id)
    rotation = rotation_or_404(schedule, rotation_id)
    places = -1 if request.POST.get("to") == "up" else 1
    move_rotation(rotation, places, by=request.actor)
    return done(request, f"Rotation {rotation.name} moved.", schedule)


@signed_in
@require_safe
def participants(request: Request, schedule_id: UUID) -> HttpResponse:
    """Draw the list of participants anew, after one of its buttons."""
    schedule = managed_schedule(request, schedule_id)
    form = RotationForm(request.GET, zone=zone(schedule.time_zone))
    form.errors.clear()  # nothing is wrong while it is being typed
    context = {"form": form, "schedule": schedule}
    return page(request, "oncall/schedule_participants.html", context)


@signed_in
@require_safe
def participant_suggestions(request: Request, schedule_id: UUID) -> HttpResponse:
    """People and teams for what was typed, for whoever may name them."""
    managed_schedule(request, schedule_id)
    typed = one_line(request.GET.get("participants-typed") or request.GET.get("user", ""), 100)
    found = suggestions(Kind.USER, request.actor, typed)
    if "user" not in request.GET:
        found = [*suggestions(Kind.TEAM, request.actor, typed)[:3], *found]
    return options(request, found, typed=typed if len(typed) > 1 else "")


def _form(request: Request, schedule: Schedule, initial: dict[str, Any]) -> RotationForm:
    return RotationForm(sent(request), zone=zone(schedule.time_zone), initial=initial)


def _first_values(schedule: Schedule, now: datetime) -> dict[str, Any]:
    """A new rotation begins with next Monday's hand-over at nine."""
    monday = last_handover(now, zone(schedule.time_zone)) + timedelta(days=7)
    return {"name": "", "kind": Rotation.Kind.WEEKLY, "length": 1, "starts_at": monday}
