"""Calendar addresses, and whether one is on call oneself."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from icalendar import Calendar

from accounts.actors import Actor
from oncall.actions.feeds import make_feed
from oncall.actions.overrides import add_override
from oncall.feeds import path_of
from oncall.models import CalendarFeed
from tests.make import SYSTEM, make_rotation, make_schedule

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)  # a Wednesday


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def days(payments, tom, ben):
    schedule = make_schedule("Days; of, Payments", team=payments)
    make_rotation(schedule, tom, ben)
    return schedule


def feed_of(person, schedule=None) -> str:
    return path_of(make_feed(person, schedule, by=Actor.of_user(person)))


def events(client, path: str) -> list[tuple[str, datetime]]:
    answer = client.get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return [(str(one["SUMMARY"]), one["DTSTART"].dt) for one in found]


def test_the_calendar_of_a_schedule_has_everybodys_shifts(ben, days, client):
    found = events(client, feed_of(ben, days))
    assert [summary for summary, _ in found][:2] == [
        "Tom Teamadmin (Days; of, Payments)",
        "Ben Member (Days; of, Payments)",
    ]
    assert datetime(2026, 11, 23, 8, tzinfo=UTC) in [start for _, start in found]
    assert len(found) == 17


def test_the_own_calendar_has_the_own_shifts(ben, days, client):
    found = events(client, feed_of(ben))
    assert {summary for summary, _ in found} == {
        "On call: Days; of, Payments",
        "On call: Payments_schedule",
    }


def test_an_unchanged_calendar_is_not_sent_again(ben, days, client):
    path = feed_of(ben, days)
    first = client.get(path)
    assert first["Cache-Control"] == "private, max-age=900"
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    end = NOW + timedelta(hours=8)
    add_override(days, user=ben, starts_at=NOW, ends_at=end, by=SYSTEM)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert CalendarFeed.objects.get().last_read_at == NOW


def test_a_new_address_ends_the_old_one(ben, days, client, as_user):
    old = feed_of(ben, days)
    page = as_user(ben).post(f"{days.get_absolute_url()}calendar/", follow=True).content.decode()
    new = path_of(CalendarFeed.objects.get())
    assert f"http://testserver{new}" in page
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    own = as_user(ben).post("/on-call/calendar/", follow=True).content.decode()
    assert path_of(CalendarFeed.objects.get(schedule=None)) in own


def test_a_calendar_ends_when_its_person_is_blocked_or_no_longer_sees_it(eve, days, client):
    path = feed_of(eve, days)
    assert client.get(path).status_code == 200
    eve.role = "stakeholder"
    eve.save()
    assert client.get(path).status_code == 404
    own = feed_of(eve)
    eve.is_blocked = True
    eve.save()
    assert client.get(own).status_code == 404


def test_one_is_told_whether_one_is_on_call(tom, ben, eve, payments, days, as_user):
    payments.schedules.exclude(pk=days.pk).get().rotations.all().delete()
    ben.time_zone = "Asia/Tokyo"
    ben.save()
    answer = as_user(tom).get("/on-call/me/", headers={"HX-Request": "true"})
    assert answer["Cache-Control"] == "private, max-age=60"
    assert "<html" not in answer.content.decode()
    assert "You are on call Until Mon 30 Nov, 08:00, in Days; of, Payments" in words_of(answer)
    answer = as_user(ben).get("/on-call/me/")
    assert "You are not on call Next: Mon 30 Nov, 17:00" in words_of(answer)
    assert "Next:" not in words_of(as_user(eve).get("/on-call/me/"))


def words_of(answer) -> str:
    """The text of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())
