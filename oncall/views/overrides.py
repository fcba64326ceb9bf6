"""Taking and giving shifts."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from accounts.http import Request
from accounts.meanwhile import last_change
from accounts.permissions import can_delete, require
from accounts.validators import zone
from accounts.views.dialogs import SHOWN, sent, show_or_send, stamp
from common.forms import carry_out
from common.pages import done, page
from common.policy import signed_in
from oncall.actions.overrides import (
    NOT_YOURS,
    add_override,
    change_override,
    in_the_way,
    remove_override,
)
from oncall.forms.schedules import OverrideForm
from oncall.models import Override, Schedule
from oncall.moments import FIRST, LAST, span_words
from oncall.permissions import can_manage_oncall, can_override, can_remove_override
from oncall.views.common import form_page, override_or_404, schedule_or_404

FORM = "override_form"


@signed_in
@show_or_send
def override_new(request: Request, schedule_id: UUID) -> HttpResponse:
    """Take a shift, or give it to somebody: the address may say from when to when."""
    schedule = schedule_or_404(request, schedule_id)
    form = _form(request, schedule, _asked(request, timezone.now()))
    warnings = _warnings(form, schedule)
    if not warnings:
        made = carry_out(form, lambda: add_override(schedule, **_values(form), by=request.actor))
        if made:
            span = span_words(made.starts_at, made.ends_at, zone(schedule.time_zone))
            return done(request, f"{made.user.full_name} is on call: {span}.", schedule)
    context = {"form": form, "schedule": schedule, "warnings": warnings}
    return form_page(request, FORM, context)


@signed_in
@show_or_send
def override_edit(request: Request, schedule_id: UUID, override_id: UUID) -> HttpResponse:
    """Change an override."""
    last = last_change(schedule_id, "override.changed", override_id=override_id)
    schedule = schedule_or_404(request, schedule_id)
    override = override_or_404(schedule, override_id)
    require(can_remove_override(request.actor, override), NOT_YOURS)
    form, shown = _form(request, schedule, _initial(override)), request.POST.get(SHOWN, "")
    warnings, by = _warnings(form, schedule, but=override), request.actor
    if not warnings:
        carry_out(form, lambda: change_override(override, **_values(form), shown=shown, by=by))
        if form.is_bound and form.is_valid():
            return done(request, "Override saved.", schedule)
    context = {"form": form, "schedule": schedule, "override": override, "warnings": warnings}
    context["shown"] = stamp(request, form, last)
    return form_page(request, FORM, context)


@signed_in
@show_or_send
def override_remove(request: Request, schedule_id: UUID, override_id: UUID) -> HttpResponse:
    """Ask, and remove an override."""
    schedule = schedule_or_404(request, schedule_id)
    override = override_or_404(schedule, override_id)
    require(can_remove_override(request.actor, override), NOT_YOURS)
    require(can_delete(request.actor))
    if request.method == "POST":
        remove_override(override, by=request.actor)
        return done(request, "Override removed.", schedule)
    span = span_words(override.starts_at, override.ends_at, zone(schedule.time_zone))
    context = {"nav": "oncall", "schedule": schedule, "override": override, "span": span}
    return page(request, "oncall/override_remove.html", context, part="dialog")


def _initial(override: Override) -> dict[str, Any]:
    return {
        "user": override.user.username,
        "starts_at": override.starts_at,
        "ends_at": override.ends_at,
        "rotations": list(override.rotations.values_list("pk", flat=True)),
    }


def _form(request: Request, schedule: Schedule, initial: dict[str, Any]) -> OverrideForm:
    """The form: who doesn't manage the schedule can only name themselves."""
    person = request.actor.user
    only = None if can_manage_oncall(request.actor, schedule.team) else person
    if only:
        require(can_override(request.actor, schedule, only), NOT_YOURS)
    elif person and "user" not in initial:
        initial["user"] = person.username
    zone_ = zone(schedule.time_zone)
    return OverrideForm(sent(request), schedule=schedule, zone=zone_, only=only, initial=initial)


def _warnings(form: OverrideForm, schedule: Schedule, *, but: Override | None = None) -> list[str]:
    """What the override would lie upon, unless that was shown and confirmed before."""
    if not form.is_bound or not form.is_valid() or form.cleaned_data["confirmed"]:
        return []
    names = ("starts_at", "ends_at", "rotations")
    values = {name: form.cleaned_data[name] for name in names}
    zone_ = zone(schedule.time_zone)
    return [
        f"{one.user.full_name}, {span_words(one.starts_at, one.ends_at, zone_)}"
        for one in in_the_way(schedule, **values, but=but)
    ]


def _values(form: OverrideForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "confirmed"}


def _asked(request: Request, now: datetime) -> dict[str, Any]:
    """What the address says: from, to, rotation. Otherwise the next eight hours."""
    start = (_moment(request, "from") or now).replace(second=0, microsecond=0)
    end = _moment(request, "to")
    end = end if end and end > start else start + timedelta(hours=8)
    # What began before now is taken from now on.
    first = max(start, now.replace(second=0, microsecond=0)) if end > now else start
    try:
        rotations = [UUID(request.GET.get("rotation", ""))]
    except ValueError:
        rotations = []
    return {"starts_at": first, "ends_at": end, "rotations": rotations}


def _moment(request: Request, name: str) -> datetime | None:
    try:
        at = datetime.strptime(request.GET.get(name, ""), "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return at if FIRST <= at < LAST else None
