"""What people and scripts type to find alerts."""

import string
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from alerts.actions.answers import acknowledge, close, snooze
from alerts.models import Alert
from alerts.reading import find
from common.folding import quick_words_sql, words_sql
from tests.make import SYSTEM, make_alert

DAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def cast_of_alerts(payments, ben):
    """Five alerts of many kinds; ben acknowledged the second."""
    make_alert(
        "db: disk full",
        alias="ledger-1",
        priority=1,
        tags=("prod", "db"),
        entity="ledger",
        source="prometheus",
        details={"region": "eu"},
        responders=[payments, ben],
        at=DAY,
    )
    acknowledge(make_alert("queue stuck", alias="ledger-2"), by=Actor.of_user(ben))
    close(make_alert("web slow", priority=5, tags=("prod",)), by=SYSTEM)
    sleeping = make_alert("cache cold", description="All night long")
    snooze(sleeping, until=timezone.now() + timedelta(hours=1), by=SYSTEM)
    make_alert("mail late", alias="mail")
    make_alert("mail late", alias="mail")


def found(text: str, by: Actor = SYSTEM) -> str:
    """The first words of the messages that are found, sorted; problems in brackets."""
    alerts, problems = find(Alert.objects.all(), text, by=by)
    names = " ".join(sorted(alert.message.split()[0] for alert in alerts))
    return f"{names} {problems}" if problems else names


ALL = "cache db: mail queue web"
SEARCHES = {
    "": ALL,
    "status:open": "cache db: mail queue",
    "status: closed": "web",
    "status=acked": "queue",
    "status:snoozed": "cache",
    "status != open": "web",
    "priority:P1": "db:",
    "priority: p5 OR priority = P1": "db: web",
    "priority>P3": "db:",
    "priority <= P4": "web",
    "tag:prod": "db: web",
    "tags:prod status:open": "db:",
    "tag:prod AND NOT status:open": "web",
    "teams:payments": "db:",
    'team:"PAYMENTS"': "db:",
    "responders:ben@acme.example": "db:",
    'responders:"Ben Member"': "db:",
    "owner:ben@acme.example": "queue",
    'owner:"ben member"': "queue",
    "owner:none priority:P3": "cache mail",
    "message:full": "db:",
    "description:night": "cache",
    "entity:LEDGER": "db:",
    "source:prom*": "db:",
    "alias:mail": "mail",
    "alias:ledger-*": "db: queue",
    "acknowledged:true": "queue",
    "acknowledged:no status:open": "cache db: mail",
    "snoozed:yes": "cache",
    "snoozed:no status:open": "db: mail queue",
    "acknowledgedBy:ben": "queue",
    "closedBy:test": "web",
    "count>1": "mail",
    "count:1 acknowledged:yes": "queue",
    "createdAt:2026-11-20": "db:",
    "createdAt<20-11-2026T13:00:00": "db:",
    f"createdAt <= {int(DAY.timestamp() * 1000)}": "db:",
    "details.region:eu": "db:",
    "details.region:us": "",
    "disk": "db:",
    "dis ful": "db:",
    '"disk full"': "db:",
    "ledger": "db: queue",
    "disk OR stuck": "db: queue",
    "NOT disk": "cache mail queue web",
    "(disk OR stuck) status:open NOT priority:P1": "queue",
    "((((": ALL,
    "disk) stuck": "",
    "OR AND NOT": ALL,
    "NOT ()": ALL,
}


def test_every_search_finds_what_it_should(cast_of_alerts):
    assert {text: found(text) for text in SEARCHES} == SEARCHES


def test_owner_me_is_who_asks(cast_of_alerts, ben, eve):
    assert found("owner:me", Actor.of_user(ben)) == "queue"
    assert found("owner:me", Actor.of_user(eve)) == ""
    assert found("owner:me") == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("state:open", "“state” is not a search term"),
        ("status:half", "There is no status “half”"),
        ("status>open", "Write status:…, not status>…."),
        ("priority:P9", "There is no priority “P9”"),
        ("team:nobody", "There is no team “nobody”"),
        ("count:many", "Write a number after count"),
        ("count:99999999999999999999999", "Write a number after count"),
        ("createdAt:soon", "Write a time as"),
        ("createdAt:99-99-9999", "Write a time as"),
        ("createdAt:999999999999999999999", "Write a time as"),
        ("createdAt:9999-12-31", "Write a time as"),
        ("createdAt>0001-01-01T00:00", "Write a time as"),
        ("acknowledged:maybe", "Write acknowledged:yes or acknowledged:no"),
        ("status:", "Write something after “status:”"),
    ],
)
def test_what_is_not_understood_is_said_and_narrows_nothing(text, sentence, cast_of_alerts):
    assert found(text).startswith(f"{ALL} [")
    assert sentence in found(text)


@pytest.mark.parametrize(
    "text", ["\0", "(" * 2000, "NOT " * 900, '"', "a:" * 400, "ı:ß ￿", "%s %(x)s"]
)
def test_nothing_breaks_it(text, cast_of_alerts):
    found(text)


def test_a_stranger_learns_of_no_team(cast_of_alerts, eve):
    assert "There is no team" in found("team:payments", Actor.of_user(eve))


@pytest.mark.parametrize(
    "text",
    [
        string.printable.replace("\0", ""),
        "db-01.example.org:9100 /var/lib 97% a_b x@y 1e5 3.14 -7 <b>bold</b> it's",
        "Ölpumpe ﬁnal İstanbul Łódź: naïve—café_9",
        "",
    ],
)
def test_the_quick_words_are_the_same_words(text, db):
    with connection.cursor() as cursor:
        asked = quick_words_sql("t"), words_sql("t")
        cursor.execute(f"SELECT {asked[0]} = {asked[1]} FROM (SELECT %s::text AS t) AS one", [text])
        assert cursor.fetchone() == (True,)
