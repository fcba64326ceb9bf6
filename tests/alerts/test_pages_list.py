"""The list of alerts: what it shows, narrows, sorts; what is done with those one chose."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import Actor
from alerts.actions.answers import acknowledge, close
from alerts.models import Alert
from tests.make import make_alert, make_team, make_user

HTMX = {"headers": {"HX-Request": "true"}}


def shown(response) -> list[str]:
    """The messages of the rows, in their order."""
    text = response.content.decode()
    return [part.split("</a>")[0].split(">", 1)[1] for part in text.split("data-row-link")[1:]]


@pytest.fixture
def three(payments, ben):
    """Three open alerts of Payments, the second acknowledged by ben, and a closed one."""
    alerts = [make_alert(name, responders=[payments]) for name in ("db: one", "two", "three")]
    acknowledge(alerts[1], by=Actor.of_user(ben))
    close(make_alert("over", responders=[payments], priority=1), by=Actor.of_user(ben))
    return alerts


def test_it_shows_open_alerts_newest_first(three, as_user, ben):
    assert shown(as_user(ben).get("/alerts/")) == ["three", "two", "db: one"]
    assert shown(as_user(ben).get("/alerts/?sort=created")) == ["db: one", "two", "three"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=any", ["over", "three", "two", "db: one"]),
        ("status=unacked", ["three", "db: one"]),
        ("status=acked", ["two"]),
        ("status=closed", ["over"]),
        ("status=any&priority=P1", ["over"]),
        ("q=db", ["db: one"]),
        ("q=status:closed", ["over"]),
        ("q=owner:me", ["two"]),
        ("q=team:payments priority:P3 thr", ["three"]),
        ("q=nothing", []),
    ],
)
def test_it_is_narrowed(query, found, three, as_user, ben):
    assert shown(as_user(ben).get(f"/alerts/?{query}")) == found


def test_what_is_not_understood_is_said(three, as_user, ben):
    text = as_user(ben).get("/alerts/?q=colour:red").content.decode()
    assert "“colour” is not a search term" in text
    assert "status:open" in text


def test_it_is_empty_with_a_way_on(payments, as_user, ben):
    assert b"All is quiet" in as_user(ben).get("/alerts/").content
    text = as_user(ben).get("/alerts/?q=x").content.decode()
    assert "No alert matches" in text
    assert "?q=x&amp;status=any" in text


def test_nobody_sees_alerts_of_others(three, as_user, eve):
    assert shown(as_user(eve).get("/alerts/?status=any")) == []
    assert as_user(eve).get(f"/alerts/{three[0].pk}/").status_code == 404


def test_the_chosen_are_acknowledged_and_closed(three, as_user, ben):
    client, ids = as_user(ben), [str(one.pk) for one in three]
    sent = {"action": "acknowledge", "chosen": ids}
    response = client.post("/alerts/bulk/?q=x", sent)
    assert response["Location"] == "/alerts/?q=x"
    said = [str(one) for one in get_messages(response.wsgi_request)]
    assert said == ["Skipped 1 alert: somebody was quicker.", "Acknowledged 2 alerts."]
    client.post("/alerts/bulk/", {"action": "close", "chosen": ids[:2]})
    assert shown(client.get("/alerts/")) == ["three"]


def test_all_that_match_need_a_right_of_their_own(payments, as_user, ben, ada):
    for _ in range(51):
        make_alert(responders=[payments])
    every = b"All 51 that match"
    assert every not in as_user(ben).get("/alerts/").content
    assert every in as_user(ada).get("/alerts/").content
    sent = {"action": "close", "chosen": [], "all": "1"}
    assert as_user(ben).post("/alerts/bulk/", sent).status_code == 403
    as_user(ada).post("/alerts/bulk/?priority=P2", sent)
    assert Alert.objects.open().count() == 51
    as_user(ada).post("/alerts/bulk/", sent)
    assert not Alert.objects.open().exists()


def test_who_may_do_nothing_is_offered_nothing(payments, as_user):
    watcher = make_user(role="observer")
    make_team("Watchers", members=[watcher])
    alert = make_alert("look", responders=[watcher])
    client = as_user(watcher)
    assert shown(client.get("/alerts/")) == ["look"]
    for path in ("/alerts/", f"/alerts/{alert.pk}/"):
        text = client.get(path).content.decode()
        for offered in (
            "Acknowledge alert",
            'name="chosen"',
            "Create alert",
            "Close alert",
            "Add note",
        ):
            assert offered not in text


def test_news_are_what_changed_since(three, as_user, ben, payments):
    client, since = as_user(ben), timezone.now().isoformat()
    Alert.objects.update(updated_at="2026-01-01T00:00:00Z")
    assert b"<tr" not in client.get("/alerts/news/", {"since": since}, **HTMX).content
    make_alert("four", responders=[payments])
    close(three[0], by=Actor.of_user(ben))
    text = client.get("/alerts/news/", {"since": since}, **HTMX).content.decode()
    assert text.count("<tr") == 2
    assert 'data-matches="yes"' in text
    assert f'id="alert-{three[0].pk}" class="is-calm" data-row data-matches="no"' in text
    assert 'data-too-many="no"' in text


def test_too_many_news_ask_for_the_whole_list(payments, as_user, ben):
    for _ in range(51):
        make_alert(responders=[payments])
    text = as_user(ben).get("/alerts/news/?since=2026-01-01T00:00:00Z", **HTMX).content.decode()
    assert text.count("<tr") == 50
    assert 'data-too-many="yes"' in text


def test_a_page_that_slept_asks_for_the_whole_list(three, as_user, ben):
    text = as_user(ben).get("/alerts/news/?since=2026-01-01T00:00:00Z", **HTMX).content.decode()
    assert 'data-too-many="yes"' in text


def test_the_sidebar_counts_what_nobody_has_acknowledged(three, as_user, ben, eve):
    said = as_user(ben).get("/alerts/open/").content.decode()
    assert said.split()[:3] == ["2<span", 'class="visually-hidden">', "not"]
    assert as_user(eve).get("/alerts/open/").content.strip() == b""
    assert b'hx-get="/alerts/open/"' in as_user(ben).get("/teams/").content


def test_search_finds_alerts_by_words_and_number(three, as_user, ben, eve):
    number = three[0].tiny_id
    for text in ("db one", f"#{number}", str(number)):
        assert f"#{number} db: one" in as_user(ben).get("/search/", {"q": text}).content.decode()
    assert b"db: one" not in as_user(eve).get("/search/", {"q": "db one"}).content


@pytest.mark.parametrize("path", ["/alerts/", "/alerts/news/?since=2026-01-01T00:00:00Z"])
def test_as_many_queries_for_many_as_for_few(path, payments, as_user, ben):
    counts, client = [], as_user(ben)
    client.get(path)
    for number in (10, 50):
        for _ in range(number):
            make_alert(responders=[payments], tags=("a", "b"))
        with CaptureQueriesContext(connection) as queries:
            client.get(path, **HTMX)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=((((", "q=status:%22", "status=x", "priority=P9", "sort=x", "cursor=x",
        "since=x", "since=9999-12-31T23:59:59%2B14:00", "since=2026-01-01", "q=" + "(" * 999,
        "since=0001-01-01T00:00:00Z", "status[]=a", "q=createdAt>99999999999999999",
    ],
)  # fmt: skip
def test_no_query_breaks_it(query, three, as_user, ben):
    for path in ("/alerts/", "/alerts/news/", "/alerts/open/"):
        assert as_user(ben).get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize(
    "sent", [{}, {"action": "x"}, {"action": "close", "chosen": ["x", "\0"]}, {"all": "1"}]
)
def test_no_choice_breaks_it(sent, three, as_user, ben):
    assert as_user(ben).post("/alerts/bulk/", sent).status_code == 302
    assert Alert.objects.open().count() == 3
