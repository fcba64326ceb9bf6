"""Who may open the pages of schedules."""

from datetime import UTC, datetime

from accounts.actors import Actor
from oncall.actions.feeds import make_feed
from oncall.actions.overrides import add_override
from oncall.feeds import token_of
from oncall.models import Schedule
from tests.make import SYSTEM, make_rotation, make_schedule


def _schedule(cast):
    return {"schedule_id": _filled(cast).pk}


def _unused(cast):
    return {"schedule_id": make_schedule("Nights", team=cast.payments).pk}


def _filled(cast):
    if found := Schedule.objects.filter(name="Days").first():
        return found
    schedule = make_schedule("Days", team=cast.payments)
    make_rotation(schedule, cast.ben, name="Primary")
    make_rotation(schedule, cast.tom, name="Second line")
    return schedule


def _rotation(cast):
    schedule = _filled(cast)
    return {"schedule_id": schedule.pk, "rotation_id": schedule.rotations.first().pk}


def _override(cast):
    schedule = _filled(cast)
    start, end = (datetime(2026, 11, day, 8, tzinfo=UTC) for day in (23, 24))
    override = add_override(schedule, user=cast.ben, starts_at=start, ends_at=end, by=SYSTEM)
    return {"schedule_id": schedule.pk, "override_id": override.pk}


def _feed(cast):
    feed = make_feed(cast.ben, None, by=Actor.of_user(cast.ben))
    return {"feed_id": feed.pk, "token": token_of(feed)}


NEW = {"name": "Nights", "team": "Payments", "time_zone": "Europe/Berlin", "is_enabled": "on"}
TURNS = {
    "name": "Primary",
    "kind": "weekly",
    "length": 1,
    "starts_at": "2026-11-23T09:00",
    "participants": "none",
}
GIVEN = {
    "user": "tom@acme.example",
    "starts_at": "2026-11-30T09:00",
    "ends_at": "2026-11-30T17:00",
}

DOORS = [
    ("oncall:on_call", "get", "", 302, 200, 200, 200, 200, 200),
    ("oncall:on_call_me", "get", "", 204, 200, 200, 200, 200, 200),
    ("oncall:windows", "get", "", 302, 404, 404, 404, 404, 404),
    ("oncall:team_on_call", "get", "team of schedules", 302, 404, 200, 200, 200, 200),
    ("oncall:schedule_new", "get", "", 302, 403, 403, 200, 200, 200),
    ("oncall:schedule_new", "post", "", 302, 403, 403, 302, 302, 302, NEW),
    ("oncall:schedule", "get", "a schedule", 302, 200, 200, 200, 200, 200),
    ("oncall:schedule_edit", "get", "a schedule", 302, 403, 403, 200, 200, 200),
    ("oncall:schedule_edit", "post", "a schedule", 302, 403, 403, 302, 302, 302, NEW),
    ("oncall:schedule_delete", "get", "a schedule", 302, 403, 403, 200, 200, 200),
    (
        "oncall:schedule_delete", "post", "an unused schedule",
        302, 403, 403, 302, 302, 302, {"name": "Nights"},
    ),
    ("oncall:suggestions", "get", "a schedule", 302, 403, 403, 200, 200, 200),
    ("oncall:participants", "get", "a schedule", 302, 403, 403, 200, 200, 200),
    ("oncall:rotation_new", "get", "a schedule", 302, 403, 403, 200, 200, 200),
    ("oncall:rotation_new", "post", "a schedule", 302, 403, 403, 302, 302, 302, TURNS),
    ("oncall:rotation_edit", "get", "a rotation", 302, 403, 403, 200, 200, 200),
    ("oncall:rotation_edit", "post", "a rotation", 302, 403, 403, 302, 302, 302, TURNS),
    ("oncall:rotation_remove", "get", "a rotation", 302, 403, 403, 200, 200, 200),
    ("oncall:rotation_remove", "post", "a rotation", 302, 403, 403, 302, 302, 302),
    ("oncall:rotation_move", "post", "a rotation", 302, 403, 403, 302, 302, 302),
    ("oncall:override_new", "get", "a schedule", 302, 403, 200, 200, 200, 200),
    ("oncall:override_new", "post", "a schedule", 302, 403, 302, 302, 302, 302, GIVEN),
    ("oncall:override_edit", "get", "an override", 302, 403, 200, 200, 200, 200),
    ("oncall:override_edit", "post", "an override", 302, 403, 302, 302, 302, 302, GIVEN),
    ("oncall:override_remove", "get", "an override", 302, 403, 200, 200, 200, 200),
    ("oncall:override_remove", "post", "an override", 302, 403, 302, 302, 302, 302),
    ("oncall:feed_make", "post", "a schedule", 302, 302, 302, 302, 302, 302),
    ("oncall:own_feed_make", "post", "", 302, 302, 302, 302, 302, 302),
    ("oncall:feed", "get", "a calendar", 200, 200, 200, 200, 200, 200),
    ("oncall:feed", "get", "a forged calendar", 404, 404, 404, 404, 404, 404),
]  # fmt: skip

KINDS = {
    "team of schedules": lambda cast: {"team_id": cast.payments.pk},
    "a schedule": _schedule,
    "an unused schedule": _unused,
    "a rotation": _rotation,
    "an override": _override,
    "a calendar": _feed,
    "a forged calendar": lambda cast: _feed(cast) | {"token": "0" * 40},
}
