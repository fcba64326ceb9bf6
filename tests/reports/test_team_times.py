from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import Actor
from alerts.models import Alert
from tests.reports.make import URL, lines, make_action, make_alert

pytestmark = pytest.mark.django_db


@pytest.fixture
def came(payments, ben):
    """A function that makes an alert which came an hour ago, was acknowledged and closed."""

    def make(acknowledged=None, closed=None):
        start = timezone.now() - timedelta(hours=1)
        alert = make_alert(responders=[payments], at=start)
        if acknowledged is not None:
            at = start + timedelta(seconds=acknowledged)
            make_action(alert, by=Actor.of_user(ben), at=at)
        if closed is not None:
            at = start + timedelta(seconds=closed)
            Alert.objects.filter(pk=alert.pk).update(status="closed", closed_at=at)
        return alert

    return make


def test_medians_and_ninetieths_leave_out_what_was_not_done(came, olive, as_user):
    for seconds in (60, 120, 180, 240, 1000):
        came(acknowledged=seconds, closed=seconds + 60 if seconds < 200 else None)
    came(closed=30)
    came()
    (line,) = lines(as_user(olive), "teams")
    assert line["Alerts"] == "7"
    assert line["Acknowledged"] == "5"
    assert line["Median seconds to acknowledge"] == "180"
    assert line["90 % acknowledged within seconds"] == "696"
    assert (line["Closed"], line["Median seconds to close"]) == ("4", "150")
    assert line["Closed without being acknowledged"] == "1"
    assert line["Neither acknowledged nor closed"] == "1"
    page = as_user(olive).get(URL).content.decode()
    for words in ("71 %", "3 min", "12 min", "2 min"):
        assert words in page


def test_the_first_acknowledgement_counts_also_when_it_was_taken_back(came, ben, olive, as_user):
    alert = came(acknowledged=60)
    make_action(alert, "unacknowledged", by=Actor.of_user(ben))
    make_action(alert, by=Actor.of_user(ben))
    (line,) = lines(as_user(olive), "teams")
    assert (line["Acknowledged"], line["Median seconds to acknowledge"]) == ("1", "60")


def test_nobody_acknowledged_anything(came, olive, as_user):
    came()
    (line,) = lines(as_user(olive), "teams")
    assert line["Median seconds to acknowledge"] == line["Median seconds to close"] == ""
    assert line["Neither acknowledged nor closed"] == "1"


def test_alerts_without_a_team_are_told_apart(came, olive, as_user):
    came()
    make_alert("to nobody")
    assert {one["Team"] for one in lines(as_user(olive), "teams")} == {
        "Payments", "No team, or one that was deleted",
    }  # fmt: skip
    assert {one["Team"] for one in lines(as_user(olive), "teams", team="Payments")} == {"Payments"}
