"""Schedules and their rotations, by the door."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import ApiKey, AuditEntry
from oncall.actions.overrides import add_override
from oncall.actions.rotations import reorder_rotations
from oncall.actions.schedules import delete_schedule
from oncall.models import Override, Participant, Rotation, Schedule
from tests.asking import queries_of
from tests.make import A_MONDAY, SYSTEM, make_rotation, make_schedule, make_team

pytestmark = pytest.mark.django_db
WEEKEND = {
    "time_restriction-kind": "weekday-and-time-of-day",
    "time_restriction-start_day": ["saturday"],
    "time_restriction-start": ["00:00"],
    "time_restriction-end_day": ["monday"],
    "time_restriction-end": ["00:00"],
}
TURNS = {"name": "Primary", "kind": "daily", "length": 2, "starts_at": "2026-11-23T09:00"}


def at(name: str, schedule: Schedule, **more) -> str:
    return reverse(f"oncall:{name}", kwargs={"schedule_id": schedule.pk} | more)


def test_a_team_admin_makes_a_schedule_of_their_own_team_only(tom, payments, as_user):
    make_team("Fraud")
    client, new = as_user(tom), reverse("oncall:schedule_new")
    values = {"name": " Nights ", "time_zone": "Asia/Tokyo", "is_enabled": "on"}
    refused = client.post(new, values | {"team": "Fraud"})
    assert refused.status_code == 422
    assert "You manage no team “Fraud”" in refused.content.decode()
    assert client.post(new, values).status_code == 422
    assert client.post(new, values | {"team": "payments"}).status_code == 302
    made = Schedule.objects.get(name="Nights")
    assert (made.team, made.time_zone, made.is_enabled) == (payments, "Asia/Tokyo", True)
    taken = client.post(new, values | {"team": "Payments", "name": "NIGHTS"})
    assert "There is a schedule of this name already." in taken.content.decode()


def test_what_an_escalation_names_is_not_deleted_and_the_page_lists_it(tom, payments, as_user):
    schedule = payments.schedules.get()
    page = as_user(tom).get(at("schedule_delete", schedule)).content.decode()
    assert "Payments_escalation" in page
    answer = as_user(tom).post(at("schedule_delete", schedule), {"name": schedule.name})
    assert answer.status_code == 422
    with pytest.raises(ValidationError, match="Payments_escalation"):
        delete_schedule(schedule, by=SYSTEM)


def test_a_schedule_goes_only_under_its_whole_name(tom, payments, as_user):
    schedule = make_schedule("Nights", team=payments)
    client = as_user(tom)
    assert client.post(at("schedule_delete", schedule), {"name": "nights"}).status_code == 422
    assert client.post(at("schedule_delete", schedule), {"name": "Nights"}).status_code == 302
    assert not Schedule.objects.filter(pk=schedule.pk).exists()


def test_a_rotation_is_made_without_script(tom, ben, payments, as_user):
    schedule = make_schedule("Days", team=payments)
    client, new = as_user(tom), at("rotation_new", schedule)
    keys: list[str] = []
    for typed in ("ben@acme.example", "Payments", "Tom Teamadmin"):
        sent = TURNS | {"participants": keys, "participants-typed": typed, "participants-do": "add"}
        page = client.post(new, sent)
        assert page.status_code == 200
        keys = page.context["form"]["participants"].value().keys
    assert keys == (f"user:{ben.pk}", f"team:{payments.pk}", f"user:{tom.pk}")
    page = client.post(new, TURNS | {"participants": keys, "participants-do": "up-3"})
    keys = page.context["form"]["participants"].value().keys
    assert [key.split(":")[0] for key in keys] == ["user", "user", "team"]
    assert not Rotation.objects.filter(schedule=schedule).exists()

    sent = TURNS | WEEKEND | {"participants": keys, "participants-typed": "ben@acme.example"}
    assert client.post(new, sent).status_code == 302
    made = schedule.rotations.get()
    assert (made.kind, made.length, made.starts_at.hour) == ("daily", 2, 8)
    assert [str(one) for one in made.participants.all()] == [
        str(one) for one in (ben, tom, payments, ben)
    ]
    assert made.time_restriction["restrictions"][0]["startDay"] == "saturday"
    page = client.get(schedule.get_absolute_url()).content.decode()
    assert "Every 2 days, Sat–Sun all day" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"participants": []}, "Add somebody who takes turns."),
        ({"participants-typed": "Nobody Known"}, "There is no person and no team “Nobody Known”."),
        ({"ends_at": "2026-11-20T09:00"}, "A rotation ends after it starts."),
        ({"starts_at": "2026-03-29T02:30"}, "couldn’t be interpreted"),
        (WEEKEND | {"time_restriction-end": ["9:99"]}, "Window 1: choose both days"),
    ],
)
def test_a_faulty_rotation_is_refused_and_keeps_what_was_typed(
    wrong, words, tom, payments, as_user
):
    schedule = make_schedule("Days", team=payments)
    sent = TURNS | {"participants": ["none"]} | wrong
    page = as_user(tom).post(at("rotation_new", schedule), sent)
    assert page.status_code == 422
    text = page.content.decode()
    assert words in text
    assert 'value="Primary"' in text
    assert not schedule.rotations.exists()


def test_rotations_move_and_the_log_says_so(tom, ben, payments, as_user):
    schedule = make_schedule("Days", team=payments)
    first, second = (make_rotation(schedule, ben, name=name) for name in ("A", "B"))
    as_user(tom).post(at("rotation_move", schedule, rotation_id=second.pk), {"to": "up"})
    assert list(schedule.rotations.all()) == [second, first]
    entry = AuditEntry.objects.filter(verb="rotations.reordered").get()
    assert entry.changes["order"] == ["A, B", "B, A"]
    assert entry.team_id == payments.pk
    with pytest.raises(ValidationError, match="Reload the page"):
        reorder_rotations(schedule, [first.pk], by=SYSTEM)


def test_a_removed_rotation_takes_the_overrides_that_named_only_it(tom, ben, payments, as_user):
    schedule = make_schedule("Days", team=payments)
    first, second = (make_rotation(schedule, ben, name=name) for name in ("A", "B"))
    span = {"user": tom, "starts_at": A_MONDAY, "ends_at": A_MONDAY.replace(day=6), "by": SYSTEM}
    add_override(schedule, rotations=[first], **span)
    both = add_override(schedule, rotations=[first, second], **span)
    whole = add_override(schedule, **span)
    as_user(tom).post(at("rotation_remove", schedule, rotation_id=first.pk))
    assert set(Override.objects.all()) == {both, whole}
    assert list(both.rotations.all()) == [second]


def test_a_key_needs_configuration_access(payments, ben):
    schedule = make_schedule("Days", team=payments)
    key = ApiKey(team=payments, name="Script", may_write=True, may_configure=False)
    with pytest.raises(PermissionDenied):
        reorder_rotations(schedule, [], by=Actor.of_key(key))
    key.may_configure = True
    reorder_rotations(schedule, [], by=Actor.of_key(key))


def test_the_pages_make_as_many_queries_for_many_rows(olive, tom, ben, payments, as_user):
    schedule = make_schedule("Days", team=payments)
    make_rotation(schedule, ben, tom)
    add_override(schedule, user=ben, starts_at=A_MONDAY, ends_at=A_MONDAY.replace(day=9), by=SYSTEM)
    pages = ["/on-call/", f"/teams/{payments.pk}/on-call/", schedule.get_absolute_url()]
    pages += ["/on-call/me/", ben.get_absolute_url()]
    clients = [as_user(olive)] * 3 + [as_user(ben)] * 2
    few = [queries_of(client, page) for client, page in zip(clients, pages, strict=True)]
    for _ in range(12):
        other = make_schedule(team=payments)
        make_rotation(other, ben, tom, payments)
        make_rotation(schedule, ben, tom)
    assert [queries_of(client, page) for client, page in zip(clients, pages, strict=True)] == few
    assert few[0] <= 13
    assert few[2] <= 20


def test_the_list_finds_and_shows_who_is_on_call(eve, ben, payments, as_user):
    schedule = make_schedule("Überwachung", team=payments)
    make_rotation(schedule, ben)
    make_schedule("Other", team=payments, is_enabled=False)
    page = as_user(eve).get("/on-call/?q=uberw").content.decode()
    assert "Ben Member" in page
    assert "Other" not in page
    assert "No schedule has that name" in as_user(eve).get("/on-call/?q=zz").content.decode()
    assert "Disabled" in as_user(eve).get("/on-call/?q=oth").content.decode()
    found = as_user(eve).get("/search/?q=überw").content.decode()
    assert schedule.get_absolute_url() in found


def test_who_takes_turns_is_blocked_in_red(olive, ben, payments, as_user):
    make_rotation(make_schedule("Days", team=payments), ben)
    ben.is_blocked = True
    ben.save()
    page = as_user(olive).get("/on-call/?q=days").content.decode()
    assert '<span class="chip t-bad">Blocked</span>' in page
    assert Participant.objects.filter(user=ben).exists()


def test_the_timeline_comes_alone_or_with_its_page(ben, payments, as_user):
    schedule = make_schedule("Days", team=payments)
    client, here = as_user(ben), f"{schedule.get_absolute_url()}?days=7&from=2026-11-23"
    assert "Coming up" in client.get(here).content.decode()
    part = client.get(here, headers={"HX-Request": "true"}).content.decode()
    assert "23 Nov – 29 Nov 2026" in part
    assert "Coming up" not in part
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "Coming up" in client.get(here, headers=back).content.decode()
    for odd in ("days=3&from=x", "days=28&from=0001-01-01", "days=1&from=9999-12-31&clock=mine"):
        assert client.get(f"{schedule.get_absolute_url()}?{odd}").status_code == 200
