import pytest

from accounts.actors import Actor
from tests.asking import queries_of
from tests.make import make_user
from tests.reports.make import URL, actions, make_action, make_alert

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["olive", "ben"])
def test_it_makes_as_many_queries_for_many_actions(who, payments, request, as_user):
    client = as_user(request.getfixturevalue(who))
    make_action(make_alert(responders=[payments]), by=Actor.of_user(make_user()))
    client.get(URL)  # the first request of a session notes that its person is active
    few = queries_of(client, URL)
    for number in range(60):
        alert = make_alert(responders=[payments])
        make_action(alert, by=Actor.of_user(make_user()))
        make_action(alert, "noted", by=Actor.in_chat(f"Slack @p{number}", door="slack"), note="x")
    assert queries_of(client, URL) <= few <= 12


def test_pages_show_every_action_once(olive, as_user):
    alert = make_alert()
    for number in range(120):
        make_action(alert, "noted", by=Actor.of_user(olive), note=str(number))
    client, cursor, seen = as_user(olive), "", []
    while True:
        shown = client.get(URL, {"cursor": cursor}).context["page"]
        seen += [row.pk for row in shown.rows]
        assert shown.total == 120
        if not (cursor := shown.next):
            break
    assert len(seen) == len(set(seen)) == 120
    assert seen == sorted(seen, reverse=True)
    assert len(actions(client, kind="acknowledged")) == 0
