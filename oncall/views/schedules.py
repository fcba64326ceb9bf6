"""The list of schedules; making, changing and deleting one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import Request
from accounts.meanwhile import last_change
from accounts.models import Account
from accounts.permissions import can_delete, require
from accounts.views.dialogs import SHOWN, sent, show_or_send, stamp
from common.forms import carry_out
from common.pages import done, page
from common.policy import signed_in
from common.text import one_line
from oncall.actions.schedules import change_schedule, create_schedule, delete_schedule
from oncall.forms.schedules import DeleteScheduleForm, ScheduleForm
from oncall.models import Schedule
from oncall.permissions import can_make_schedules
from oncall.reading import SORTS, schedule_page
from oncall.schedule_rows import schedule_row
from oncall.uses import uses_of
from oncall.views.common import form_page, managed_schedule
from teams.models import Team


@signed_in
@require_safe
def on_call(request: Request) -> HttpResponse:
    """Show who is on call now, in every schedule that the actor may see."""
    text = one_line(request.GET.get("q", ""), 100)
    asked = request.GET.get("sort", "name")
    sort, cursor = asked if asked in SORTS else "name", request.GET.get("cursor", "")
    found, rows = schedule_page(request.actor, timezone.now(), text=text, sort=sort, cursor=cursor)
    context = {
        "nav": "oncall",
        "page": found,
        "rows": [schedule_row(row, shows_team=True) for row in rows],
        "sort": sort,
        "text": text,
        "can_create": can_make_schedules(request.actor),
    }
    return page(request, "oncall/on_call.html", context, part="schedule-list")


@signed_in
@show_or_send
def schedule_new(request: Request) -> HttpResponse:
    """Ask for a name, a team and a time zone, and make a schedule."""
    require(can_make_schedules(request.actor))
    zone = Account.current().time_zone
    initial = {"time_zone": zone, "team": _team_named(request)}
    form = ScheduleForm(sent(request), by=request.actor, zone=zone, initial=initial)
    made = carry_out(form, lambda: create_schedule(**form.cleaned_data, by=request.actor))
    if made:
        return done(request, f"Schedule {made.name} created. Add a rotation now.", made)
    return form_page(request, "schedule_form", {"form": form})


@signed_in
@show_or_send
def schedule_edit(request: Request, schedule_id: UUID) -> HttpResponse:
    """Change a schedule's name, team, time zone, description, or whether it is enabled."""
    last = last_change(schedule_id, "schedule.updated")
    schedule = managed_schedule(request, schedule_id)
    was, shown = schedule.name, request.POST.get(SHOWN, "")
    form = ScheduleForm(
        sent(request), by=request.actor, zone=schedule.time_zone, initial=_initial(schedule)
    )
    by = request.actor
    carry_out(form, lambda: change_schedule(schedule, **form.cleaned_data, shown=shown, by=by))
    if form.is_bound and form.is_valid():
        return done(request, f"Schedule {schedule.name} saved.", schedule)
    context = {"form": form, "schedule": schedule, "was": was}
    context["shown"] = stamp(request, form, last)
    return form_page(request, "schedule_form", context)


@signed_in
@show_or_send
def schedule_delete(request: Request, schedule_id: UUID) -> HttpResponse:
    """Say what goes with a schedule, ask for its name, delete it."""
    schedule = managed_schedule(request, schedule_id)
    require(can_delete(request.actor))
    form = DeleteScheduleForm(sent(request), schedule=schedule)
    carry_out(form, lambda: delete_schedule(schedule, by=request.actor))
    if form.is_bound and form.is_valid():
        return done(request, f"Schedule {schedule.name} deleted.", "oncall:on_call")
    context = {
        "form": form,
        "schedule": schedule,
        "uses": uses_of(schedule),
        "rotation_count": schedule.rotations.count(),
        "override_count": schedule.overrides.count(),
    }
    return form_page(request, "schedule_delete", context)


def _initial(schedule: Schedule) -> dict[str, Any]:
    names = ("name", "time_zone", "description", "is_enabled")
    team = schedule.team.name if schedule.team else ""
    return {name: getattr(schedule, name) for name in names} | {"team": team}


def _team_named(request: Request) -> str:
    """The name of the team that the address names, if the actor sees it."""
    try:
        asked = UUID(request.GET.get("team", ""))
    except ValueError:
        return ""
    team = Team.objects.visible_to(request.actor).filter(pk=asked).first()
    return team.name if team else ""
