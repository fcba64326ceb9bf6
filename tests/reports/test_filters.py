from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.actors import Actor
from tests.make import make_team, make_user
from tests.reports.make import URL, actions, make_action, make_alert

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert(payments):
    return make_alert("Ledger", responders=[payments])


def test_by_person_whether_named_by_mail_or_by_a_part_of_the_name(alert, ben, tom, olive, as_user):
    make_action(alert, by=Actor.of_user(ben))
    make_action(alert, "closed", by=Actor.of_user(tom))
    make_action(alert, "noted", by=Actor.in_chat("Slack @benny (not connected)"), note="x")
    client = as_user(olive)
    assert actions(client, person="BEN@acme.example") == [("Ben Member", "acknowledged")]
    assert [verb for _, verb in actions(client, person="ben")] == ["noted", "acknowledged"]
    assert actions(client, person="nobody@acme.example") == []


def test_by_team_or_by_teams_whose_names_begin_so(alert, olive, as_user):
    make_action(alert, by=Actor.of_user(olive))
    other = make_alert("Nodes", responders=[make_team("Platform")])
    make_action(other, "closed", by=Actor.of_user(olive))
    client = as_user(olive)
    assert actions(client, team="Platform") == [("Olive Owner", "closed")]
    assert actions(client, team="pay") == [("Olive Owner", "acknowledged")]
    assert actions(client, team="nobody") == []


def test_by_days_of_the_readers_zone(alert, as_user):
    reader = make_user("Ken Far", role="admin", time_zone="Asia/Tokyo")
    late = datetime(2026, 3, 10, 14, 59, tzinfo=UTC)  # 23:59 in Tokyo
    make_action(alert, by=Actor.of_user(reader), at=late)
    make_action(alert, "closed", by=Actor.of_user(reader), at=late + timedelta(minutes=2))
    client = as_user(reader)
    assert actions(client, since="2026-03-10", until="2026-03-10") == [("Ken Far", "acknowledged")]
    assert actions(client, since="2026-03-11", until="2026-03-12") == [("Ken Far", "closed")]
    assert actions(client) == []
    two_days = {"since": "2026-03-10", "until": "2026-03-11"}
    figures = client.get(URL, two_days).context["picture"].figures
    assert [(one.name, one.total) for one in figures] == [("Tue 10 Mar", 1), ("Wed 11 Mar", 1)]


def test_the_last_hours_and_days_hold_this_one(alert, olive, as_user):
    now = timezone.now()
    for verb, hours in (("noted", 30), ("acknowledged", 20), ("closed", 0)):
        make_action(alert, verb, by=Actor.of_user(olive), at=now - timedelta(hours=hours), note="x")
    client = as_user(olive)
    assert [verb for _, verb in actions(client, period="24h")] == ["closed", "acknowledged"]
    assert [verb for _, verb in actions(client)] == ["closed", "acknowledged", "noted"]
    for period, bars in (("24h", 24), ("7d", 7), ("30d", 30)):
        picture = client.get(URL, {"period": period}).context["picture"]
        assert len(picture.figures) == len(picture.chart.bars) == bars
        assert picture.figures[-1].total == 1


@pytest.mark.parametrize(
    ("zone", "hours_of_a_day"),
    [("Europe/Berlin", 23), ("America/Sao_Paulo", 24), ("Asia/Kolkata", 24)],
)
def test_every_action_stands_in_a_bar_when_clocks_change(zone, hours_of_a_day, alert, as_user):
    reader = make_user("Ken Far", role="admin", time_zone=zone)
    start = datetime(2026, 3, 28, 2, 30, tzinfo=UTC)
    for hours in range(0, 48, 4):
        at = start + timedelta(hours=hours)
        make_action(alert, "noted", by=Actor.of_user(reader), at=at, note="x")
    terms = {"since": "2026-03-27", "until": "2026-03-31"}
    found = as_user(reader).get(URL, terms).context
    assert sum(one.total for one in found["picture"].figures) == found["summary"].total == 12
    one_day = as_user(reader).get(URL, {"since": "2026-03-29", "until": "2026-03-29"}).context
    assert len(one_day["picture"].figures) == hours_of_a_day
    assert sum(one.total for one in one_day["picture"].figures) == one_day["summary"].total > 0


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"since": "2026-02-02", "until": "2026-01-01"}, "The last day is before the first."),
        ({"since": "2026-01-01", "until": "2026-12-31"}, "Choose at most 92 days."),
        ({"since": "1800-01-01", "until": "1800-01-02"}, "between the years 2000 and 2100"),
        ({"since": "yesterday"}, "Enter a valid date."),
        ({"door": "window"}, "Select a valid choice."),
        ({"person": "x" * 300}, "at most 200 characters"),
    ],
)
def test_nonsense_is_said_and_nothing_is_looked_up(terms, words, olive, as_user):
    for url in (URL, f"{URL}actions.csv", f"{URL}teams.csv"):
        response = as_user(olive).get(url, terms)
        assert response.status_code == 422
        assert words in response.content.decode()


def test_what_nobody_would_type_breaks_nothing(olive, as_user):
    odd = "%' OR \\ \0 {x} @"
    terms = {"person": odd, "team": odd, "cursor": odd, "period": odd}
    assert as_user(olive).get(URL, terms).status_code in (200, 422)
    assert as_user(olive).get(URL, {"person": "50 %@x", "team": "{0} %s"}).status_code == 200


def test_empty_reports_say_what_to_do(alert, olive, as_user):
    assert "Nothing was done in this time" in as_user(olive).get(URL).content.decode()
    page = as_user(olive).get(URL, {"door": "slack", "team": "Payments"}).content.decode()
    assert "No action matches" in page
    assert "Clear filters" in page
