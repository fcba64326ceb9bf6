"""By which door somebody came is kept with what they did, and the report says it."""

import pytest

from alerts.models import Alert, AlertLog
from tests.api.make import ApiClient
from tests.api.v1.make import Script
from tests.chatlink.asking import ask, make_chat
from tests.reports.make import URL, actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def doors(olive, ben, payments, as_user):
    """An alert that came by API v2, and what was done with it by each door in turn."""
    ApiClient(team=payments).post("alerts", {"message": "Disk full", "note": "first"})
    alert = Alert.objects.get()
    as_user(ben).post(f"/alerts/{alert.pk}/acknowledge/")
    Script().post("alert/note", id=str(alert.pk), note="second")
    chat = make_chat()
    ask(chat, f"note third to {alert.tiny_id}", person=ben, name="ben")
    ask(chat, f"note fourth to {alert.tiny_id}", name="bob")
    return as_user(olive)


def test_each_entry_says_by_which_door(doors):
    kept = AlertLog.objects.exclude(via="system").order_by("pk")
    assert [(one.verb, one.via, one.door) for one in kept] == [
        ("created", "api", "v2"),
        ("noted", "api", "v2"),
        ("acknowledged", "web", ""),
        ("noted", "api", "v1"),
        ("noted", "chat", "slack"),
        ("noted", "chat", "slack"),
    ]


def test_the_report_says_who_came_by_which(doors):
    page = doors.get(URL).content.decode()
    for words in ("Ben Member (Slack @ben)", "Slack @bob (not connected)", "API v1", "API v2"):
        assert words in page
    assert "1 by people who are not connected" in page


@pytest.mark.parametrize(
    ("terms", "verbs"),
    [
        ({"door": "web"}, ["acknowledged"]),
        ({"door": "v1"}, ["noted"]),
        ({"door": "v2"}, ["noted"]),
        ({"door": "api"}, ["noted", "noted"]),
        ({"door": "slack"}, ["noted", "noted"]),
        ({"door": "chat", "linked": "anonymous"}, ["noted"]),
        ({"door": "teams"}, []),
        ({"linked": "linked"}, ["noted", "acknowledged"]),
        ({"linked": "anonymous"}, ["noted"]),
        ({"kind": "acknowledged"}, ["acknowledged"]),
        ({"kind": "sent"}, ["created"]),
        ({"kind": "noted", "door": "v1"}, ["noted"]),
    ],
)
def test_filters_find_what_they_name(terms, verbs, doors):
    assert [verb for _, verb in actions(doors, **terms)] == verbs
