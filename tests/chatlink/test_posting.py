"""Alerts stand in the channels of their teams, and their messages follow them."""

import pytest

from alerts.actions.answers import acknowledge, close
from alerts.models import Alert
from chatlink.actions.integrations import set_channels
from chatlink.models import ChatPost
from tests.chatlink.listening import chat_server
from tests.chatlink.make import make_integration
from tests.jobs import run_jobs
from tests.make import SYSTEM, make_alert, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def slack(settings):
    with chat_server(settings) as server:
        settings.SLACK_API_URL = server.url
        server.answers["POST /chat.postMessage"] = (200, {"ok": True, "channel": "C1", "ts": "1.5"})
        server.answers["POST /chat.update"] = (200, {"ok": True, "channel": "C1", "ts": "1.5"})
        yield server


def integration(*channels, **more):
    made = make_integration(**more)
    set_channels(made, channels, by=SYSTEM)
    return made


def test_an_alert_is_posted_with_buttons_and_its_message_follows_it(slack, payments, ben):
    integration("C1")
    alert = make_alert("db: <!channel> is down", responders=[payments])
    run_jobs()
    (posted,) = slack.bodies("/chat.postMessage")
    assert posted["channel"] == "C1"
    assert "<!channel>" not in str(posted)
    assert f"ack {alert.tiny_id}" in str(posted)
    assert ChatPost.objects.get().message_id == "1.5"
    acknowledge(alert, by=SYSTEM)
    run_jobs()
    assert f"unack {alert.tiny_id}" in str(slack.bodies("/chat.update")[-1])
    close(Alert.objects.get(pk=alert.pk), by=SYSTEM)
    run_jobs()
    assert "Closed by" in str(slack.bodies("/chat.update")[-1])
    assert len(slack.bodies("/chat.postMessage")) == 1


def test_an_integration_of_a_team_takes_that_teams_alerts(slack, payments):
    integration("C1", team=payments)
    make_alert("db", responders=[make_team("Others")])
    run_jobs()
    assert not slack.bodies("/chat.postMessage")
    make_alert("db", responders=[payments])
    run_jobs()
    assert len(slack.bodies("/chat.postMessage")) == 1


def test_what_slack_refuses_stands_with_the_integration(slack, payments):
    made = integration("C1")
    slack.answers["POST /chat.postMessage"] = (200, {"ok": False, "error": "not_in_channel"})
    make_alert("db", responders=[payments])
    run_jobs()
    made.refresh_from_db()
    assert "not_in_channel" in made.last_error
    assert "not_in_channel" in ChatPost.objects.get().problem


def test_without_channels_nothing_is_posted(slack, payments):
    make_integration()
    make_alert("db", responders=[payments])
    run_jobs()
    assert not slack.asked
