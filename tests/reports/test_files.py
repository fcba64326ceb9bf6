from datetime import UTC, datetime

import pytest

from accounts.actors import Actor
from tests.reports.make import URL, lines, make_action, make_alert

pytestmark = pytest.mark.django_db


def test_a_line_for_each_action_that_the_filters_find(payments, ben, olive, as_user):
    alert = make_alert("Ledger", responders=[payments])
    at = datetime(2026, 3, 10, 12, tzinfo=UTC)
    by = Actor.in_chat("Ben Member (Slack @ben)", user=ben, door="slack")
    make_action(alert, by=by, at=at)
    make_action(alert, "closed", by=Actor.of_user(olive), at=at)
    terms = {"since": "2026-03-10", "until": "2026-03-10", "door": "slack"}
    (line,) = lines(as_user(olive), "actions", **terms)
    assert line == {
        "Time": "2026-03-10T12:00:00+00:00",
        "Who": "Ben Member (Slack @ben)",
        "E-mail": "ben@acme.example",
        "Linked": "Linked",
        "Door": "Slack",
        "Action": "Acknowledged",
        "What happened": "acknowledged the alert",
        "Alert": f"#{alert.tiny_id}",
        "Message": "Ledger",
        "Teams": "Payments",
        "Alert id": str(alert.pk),
        "Person id": str(ben.pk),
        "API key id": "",
    }


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(name, olive, as_user):
    make_action(make_alert(f"{name}."), by=Actor.in_chat(name))
    (line,) = lines(as_user(olive), "actions", door="chat")
    assert line["Who"] == f"'{name}"
    assert line["Linked"] == "Not connected"
    assert line["Message"][0] == "'" or line["Message"] == f"{name}.".strip()


def test_all_of_many_are_in_the_file(olive, as_user, monkeypatch):
    monkeypatch.setattr("accounts.log_files.CHUNK", 7)
    monkeypatch.setattr("reports.files.AT_ONCE", 5)
    alert, at = make_alert(), datetime(2026, 3, 10, 12, tzinfo=UTC)
    for number in range(30):
        make_action(alert, "noted", by=Actor.of_user(olive), at=at, note=str(number))
    assert len(lines(as_user(olive), "actions", since="2026-03-10", until="2026-03-10")) == 30


def test_it_is_named_after_its_day(olive, as_user):
    head = as_user(olive).get(f"{URL}actions.csv")["Content-Disposition"]
    assert head.startswith('attachment; filename="actions-')
