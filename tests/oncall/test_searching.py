"""Schedules and escalations are found by the beginnings of words, from an index."""

import pytest
from django.db import connection

from tests.asking import plans_of
from tests.make import make_escalation, make_schedule, make_team

pytestmark = pytest.mark.django_db
SCHEDULES, ESCALATIONS = "/on-call/", "/on-call/escalations/"


def names(client, url: str, text: str) -> list[str]:
    """The names of what a list finds."""
    return [row.name for row in client.get(url, {"q": text}).context["page"].rows]


@pytest.mark.parametrize(
    "text", ["night", "NIGHTS europe", "eur nig", "über", "uber", "nights_europe", "nights 2"]
)
def test_words_are_found_by_their_beginnings(text, olive, payments, as_user):
    make_schedule("Nights_Europe (Über-2)", team=payments)
    make_escalation(payments, name="Nights_Europe (Über-2)")
    for url in (SCHEDULES, ESCALATIONS):
        assert names(as_user(olive), url, text) == ["Nights_Europe (Über-2)"]


def test_neither_the_middle_of_a_word_nor_another_one_is_found(olive, payments, as_user):
    make_schedule("Nights", team=payments)
    make_escalation(payments, name="Nights")
    for text in ("ights", "nights days", "nightshift"):
        for url in (SCHEDULES, ESCALATIONS):
            assert names(as_user(olive), url, text) == []


def test_a_new_name_is_found_at_once(olive, payments, as_user):
    schedule = make_schedule("Days", team=payments)
    schedule.name = "Evenings"
    schedule.save()
    assert names(as_user(olive), SCHEDULES, "days") == []
    assert names(as_user(olive), SCHEDULES, "even") == ["Evenings"]


def test_what_is_typed_may_be_anything(olive, payments, as_user):
    for text in ("'", "\0", "!&|:*", "a:*b", "\\", "%s", "'; --", "²", "x" * 400):
        for url in (SCHEDULES, ESCALATIONS, "/search/"):
            assert as_user(olive).get(url, {"q": text}).status_code == 200


def test_the_few_among_thousands_are_found_by_the_index(olive, as_user):
    team = make_team("Rare")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO oncall_schedule (id, name, description, time_zone, created_at)"
            " SELECT gen_random_uuid(), 'Many_' || n, '', 'UTC', now()"
            " FROM generate_series(1, 2000) AS n"
        )
        cursor.execute(
            "INSERT INTO oncall_escalation (id, name, description, created_at)"
            " SELECT gen_random_uuid(), 'Many_' || n, '', now() FROM generate_series(1, 2000) AS n"
        )
        cursor.execute("ANALYZE oncall_schedule, oncall_escalation, teams_team")
        for index in ("schedules_by_words", "escalations_by_words"):
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
    client = as_user(olive)
    assert names(client, SCHEDULES, "rare") == [f"{team.name}_schedule"]
    for url in (f"{SCHEDULES}?q=rare", "/search/?q=rare"):
        assert "schedules_by_words" in plans_of(client, url, "oncall_schedule")[0]
        assert "teams_by_words" in plans_of(client, "/search/?q=rare", "oncall_escalation")[0]
