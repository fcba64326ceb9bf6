"""Taking and giving shifts, by the door."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import AuditEntry
from oncall.actions.overrides import add_override, change_override
from oncall.plans import plan_of
from oncall.rotation import on_call
from tests.make import SYSTEM, make_rotation, make_schedule, make_team

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
SPAN = {"starts_at": "2026-11-25T09:00", "ends_at": "2026-11-26T09:00"}  # in Berlin


@pytest.fixture
def days(payments, tom):
    schedule = make_schedule("Days", team=payments)
    make_rotation(schedule, tom, name="Primary")
    return schedule


def new(schedule, terms: str = "") -> str:
    return reverse("oncall:override_new", args=[schedule.pk]) + terms


def names(schedule, at: datetime) -> list[str]:
    return [who.name for who in on_call(plan_of(schedule, at), at)]


def test_a_member_takes_a_shift_for_themselves_whoever_they_name(ben, tom, days, as_user):
    page = as_user(ben).get(new(days))
    assert "Take a shift" in page.content.decode()
    assert 'name="user"' not in page.content.decode()
    as_user(ben).post(new(days), SPAN | {"user": tom.username})
    assert names(days, NOON) == ["Ben Member"]
    assert names(days, NOON + timedelta(days=1)) == ["Tom Teamadmin"]
    entry = AuditEntry.objects.get(verb="override.added")
    assert entry.details["span"] == "2026-11-25 08:00 to 2026-11-26 08:00 UTC"


def test_who_takes_turns_by_a_team_may_take_shifts_too(eve, days):
    with pytest.raises(PermissionDenied):
        add_override(days, user=eve, starts_at=NOON, ends_at=NOON, by=Actor.of_user(eve))
    make_rotation(days, make_team("Night watch", members=[eve]))
    later = NOON + timedelta(hours=1)
    add_override(days, user=eve, starts_at=NOON, ends_at=later, by=Actor.of_user(eve))
    assert names(days, NOON) == ["Eve Stranger"]


def test_a_bar_of_the_picture_fills_the_form(tom, days, as_user):
    rotation = days.rotations.get()
    page = as_user(tom).get(days.get_absolute_url() + "?from=2030-01-07&days=7")
    bar = page.context["picture"].lines[0].bars[0]
    form = as_user(tom).get(new(days, f"?{bar.terms}&rotation={rotation.pk}")).content.decode()
    assert 'value="2030-01-07"' in form
    assert 'value="00:00"' in form
    assert f'value="{rotation.pk}"' in form
    assert "checked" in form


def test_what_it_would_lie_upon_is_shown_first(tom, ben, days, as_user):
    client = as_user(tom)
    assert client.post(new(days), SPAN | {"user": ben.username}).status_code == 302
    again = client.post(new(days), SPAN | {"user": tom.username})
    assert again.status_code == 200
    assert "Ben Member, Wed 25 Nov, 09:00 – Thu 26 Nov, 09:00" in again.content.decode()
    assert days.overrides.count() == 1
    sure = client.post(new(days), SPAN | {"user": tom.username, "confirmed": "yes"})
    assert sure.status_code == 302
    assert names(days, NOON) == ["Tom Teamadmin"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_at": "2026-11-25T09:00"}, "An override ends after it starts."),
        ({"ends_at": "2027-11-27T09:00"}, "An override lasts a year at most."),
        ({"user": "nobody@acme.example"}, "Choose somebody from the list"),
        ({"user": "eve@acme.example"}, "Eve Stranger is blocked. Choose somebody else."),
        ({"rotations": ["2a0e1d5e-93a1-4a0d-8a5b-1f3f5c2d9b11"]}, "not one of the available"),
    ],
)
def test_a_faulty_override_is_refused(wrong, words, tom, ben, eve, days, as_user):
    eve.is_blocked = True
    eve.save()
    page = as_user(tom).post(new(days), SPAN | {"user": ben.username} | wrong)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not days.overrides.exists()


def test_whose_it_is_may_change_and_remove_it_but_not_give_it_away(ben, tom, days, as_user):
    end = NOON + timedelta(hours=8)
    override = add_override(days, user=ben, starts_at=NOON, ends_at=end, by=SYSTEM)
    with pytest.raises(PermissionDenied):
        change_override(override, user=tom, by=Actor.of_user(ben))
    change_override(override, ends_at=end - timedelta(hours=7), by=Actor.of_user(ben))
    assert names(days, NOON + timedelta(hours=2)) == ["Tom Teamadmin"]
    where = {"schedule_id": days.pk, "override_id": override.pk}
    assert as_user(ben).post(reverse("oncall:override_remove", kwargs=where)).status_code == 302
    assert names(days, NOON) == ["Tom Teamadmin"]


def test_an_override_has_an_alias_that_the_api_can_name(ben, days):
    span = {"starts_at": NOON, "ends_at": NOON + timedelta(hours=1), "by": SYSTEM}
    assert add_override(days, user=ben, **span).alias
    assert add_override(days, user=ben, alias=" summer ", **span).alias == "summer"


def test_a_time_may_be_typed_in_short_and_a_wrong_one_is_kept(ben, days, as_user):
    typed = {"starts_at_0": "2026-11-25", "starts_at_1": "9", "ends_at_0": "2026-11-25"}
    page = as_user(ben).post(new(days), typed | {"ends_at_1": "half past ten"})
    assert page.status_code == 422
    assert "Choose a day, and write the time as 18:00." in page.content.decode()
    assert 'value="half "' in page.content.decode()
    assert as_user(ben).post(new(days), typed | {"ends_at_1": "1730"}).status_code == 302
    override = days.overrides.get()
    assert (override.starts_at.hour, override.ends_at.hour, override.ends_at.minute) == (8, 16, 30)
    ancient = {"starts_at": "0001-01-01T00:00", "ends_at": "2026-11-25T10:00"}
    page = as_user(ben).post(new(days), ancient)
    assert "between the years 2000 and 2100" in page.content.decode()


def test_a_schedule_takes_no_more_than_so_many(ben, days, as_user, monkeypatch, time_machine):
    time_machine.move_to(NOON)  # those that have ended don't count
    monkeypatch.setattr("oncall.actions.overrides.MOST", 1)
    span = {"starts_at": NOON, "ends_at": NOON + timedelta(hours=1), "user": ben, "by": SYSTEM}
    long_ago = {one: span[one] - timedelta(days=2000) for one in ("starts_at", "ends_at")}
    add_override(days, **span | long_ago)
    add_override(days, **span)
    page = as_user(ben).post(new(days), SPAN | {"confirmed": "yes"})
    assert page.status_code == 422
    assert "A schedule has at most 1 overrides" in page.content.decode()


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_an_address_with_an_odd_year_fills_in_now(year, tom, days, as_user):
    terms = f"?from={year}-01-01T00:30Z&to={year}-12-31T23:30Z"
    page = as_user(tom).get(new(days, terms))
    assert page.status_code == 200
    assert f'value="{year}' not in page.content.decode()


@pytest.mark.parametrize("role", ["observer", "stakeholder"])
def test_who_cannot_answer_an_alert_takes_no_shift(role, ben, days, as_user):
    ben.role = role
    ben.save()
    assert as_user(ben).post(new(days), SPAN).status_code == 403
    assert not days.overrides.exists()
