"""How PostgreSQL finds alerts among thousands: by the index that fits what is asked."""

import pytest
from django.db import connection

from tests.asking import plans_of
from tests.make import make_alert, make_team

pytestmark = pytest.mark.django_db
ANY = "/alerts/?status=any"


@pytest.fixture(autouse=True)
def thousands(payments):
    """3,000 alerts of another team, in each of which the disk is full, and one of Payments."""
    make_alert("web slow", responders=[payments])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO alerts_alert (id, alias, message, description, entity, source, tags,"
            " actions, details, responders, team_ids, people_ids, status, acknowledged_by,"
            " closed_by, created_at, updated_at, last_occurred_at)"
            " SELECT gen_random_uuid(), 'host-' || n, 'Disk full', '', '', '', '{}', '{}', '{}',"
            " '[]', ARRAY[%s::uuid], '{}', 'closed', '', '', at, at, at"
            " FROM generate_series(1, 3000) AS n,"
            " LATERAL (SELECT now() - make_interval(mins => n) AS at) AS times",
            [make_team().pk],
        )
        cursor.execute("ANALYZE alerts_alert")
        for index in ("alerts_by_words", "alerts_by_team", "alerts_by_person"):
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])


def test_a_member_finds_the_few_of_their_teams(payments, ben, as_user):
    counted, shown = plans_of(as_user(ben), ANY, "alerts_alert")
    for plan in (counted, shown):
        assert f"team_ids && '{{{payments.pk}}}'" in plan  # not what is asked for any teams
        assert "alerts_by_team" in plan
        assert "alerts_by_time" not in plan


def test_the_newest_with_common_words_come_in_the_order_of_time(olive, as_user):
    shown = plans_of(as_user(olive), f"{ANY}&q=disk+full", "alerts_alert")[-1]
    assert "alerts_by_time" in shown
    assert "Sort" not in shown


def test_the_few_with_a_rare_word_are_found_by_it_and_then_sorted(olive, as_user):
    counted, shown = plans_of(as_user(olive), f"{ANY}&q=2718", "alerts_alert")
    assert "alerts_by_words" in counted
    assert "alerts_by_time" not in shown
    assert shown.count("Limit") == 2  # the inner one says how few they are
    keys, shown = plans_of(as_user(olive), "/search/?q=host+2718", "alerts_alert")
    assert "alerts_by_words" in keys
    assert "alerts_alert_pkey" in shown
