"""Who is on call stands in the head of all of a team's pages."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from oncall.actions.overrides import add_override
from teams.tabs import TABS
from tests.asking import queries_of
from tests.make import SYSTEM, make_rotation, make_schedule, make_user

pytestmark = pytest.mark.django_db


def line(client, page):
    text = client.get(page).content.decode()
    return text.partition('<p class="dim num">On call now: ')[2].partition("</p>")[0]


@pytest.fixture
def pages(payments):
    return [reverse(tab.url_name, args=[payments.pk]) for tab in TABS]


def test_all_tabs_say_who_and_until_when(pages, payments, tom, eve, as_user):
    tom.time_zone = "Europe/Istanbul"
    tom.save()
    until = (timezone.now() + timedelta(hours=2)).replace(minute=0, second=0, microsecond=0)
    start = until - timedelta(hours=4)
    schedule = make_schedule("Nights", team=payments)
    add_override(schedule, user=eve, starts_at=start, ends_at=until, by=SYSTEM)
    local = until.astimezone(ZoneInfo("Europe/Istanbul"))
    moment = f"{local:%a} {local.day} {local:%b}, {local:%H}:00"
    assert {line(as_user(tom), page) for page in pages} == {
        f"Ben Member, Tom Teamadmin, Eve Stranger, until {moment}"
    }


def test_nobody_is_said_as_well(pages, payments, olive, as_user):
    payments.schedules.update(is_enabled=False)
    assert line(as_user(olive), pages[0]) == "nobody"


def test_it_costs_as_much_for_many_schedules_and_people(pages, payments, olive, as_user):
    client = as_user(olive)
    make_rotation(make_schedule(team=payments), olive)
    few = queries_of(client, pages[0])
    people = [make_user(f"P{number}", username=f"p{number}@acme.example") for number in range(7)]
    for person in people:
        make_rotation(make_schedule(team=payments), person)
    assert queries_of(client, pages[0]) == few
    assert line(client, pages[0]) == "Ben Member, Tom Teamadmin, Olive Owner, P0, P1 and 5 more"
