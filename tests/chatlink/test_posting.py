"""Alerts stand in the channels of their teams, and their messages follow them."""

import pytest

from alerts.actions.answers import acknowledge, close
from alerts.models import Alert
from alerts.signals import alert_telling
from chatlink import posting
from chatlink.actions.integrations import set_channels
from chatlink.adapters.slack import Slack
from chatlink.models import ChatPost
from chatlink.trying import send_test
from tests.chatlink.listening import chat_server
from tests.chatlink.make import make_integration
from tests.jobs import due_jobs, run_jobs
from tests.make import SYSTEM, make_alert, make_team

pytestmark = pytest.mark.django_db
POSTING = ("chatlink.post", "chatlink.follow")


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


def test_what_happens_while_it_is_posted_is_shown(slack, payments, monkeypatch):
    integration("C1")
    alert = make_alert("db", responders=[payments])
    post = Slack.post

    def slowly(*args):
        """Somebody acknowledges after the message was written, before Slack has answered."""
        posted = post(*args)
        acknowledge(alert, by=SYSTEM)
        return posted

    monkeypatch.setattr(Slack, "post", slowly)
    run_jobs()
    assert f"unack {alert.tiny_id}" in str(slack.bodies("/chat.update")[-1])


def test_of_one_message_one_thing_is_done_after_the_other(slack, payments):
    integration("C1", "C2")
    alert = make_alert("db", responders=[payments])
    alert_telling.send(Alert, alert=alert)
    acknowledge(alert, by=SYSTEM)
    close(Alert.objects.get(pk=alert.pk), by=SYSTEM)
    waiting = [job for job in due_jobs().order_by("id") if job.task_name in POSTING]
    posts = {job.lock: [] for job in waiting}
    for job in waiting:
        posts[job.lock].append(job.task_name)
    done = ["chatlink.post", "chatlink.follow", "chatlink.follow"]
    assert list(posts.values()) == [done, done]
    run_jobs()
    assert len(slack.bodies("/chat.postMessage")) == 2


def test_a_chat_that_is_down_holds_no_other_up(slack, payments):
    there = {"secret": "s", "url": slack.url, "bot_token": "t"}
    down = integration("M1", adapter="mattermost", secrets=there)
    integration("C1")
    slack.answers["POST /api/v4/posts"] = (201, {"id": "post-1"})
    slack.answers["PUT /api/v4/posts/post-1/patch"] = (503, {})
    alert = make_alert("db", responders=[payments])
    run_jobs()
    acknowledge(alert, by=SYSTEM)
    with pytest.raises(OSError, match="503"):
        run_jobs()
    run_jobs()
    assert f"unack {alert.tiny_id}" in str(slack.bodies("/chat.update")[-1])
    posting.follow(ChatPost.objects.get(integration=down).pk, is_last_try=True)
    down.refresh_from_db()
    assert "503" in down.last_error


def test_a_test_message_waits_for_a_chat_that_is_down_only_once(slack):
    made = integration("C1", "C2", "C3")
    slack.answers["POST /chat.postMessage"] = (503, {})
    problems = [outcome.problem for outcome in send_test(made)]
    assert problems == ["The chat system answered with status 503.", *["Not tried."] * 2]
    assert len(slack.asked) == 1
