"""The banner on top of every page, and Settings › General: seed 004, parts 1, 5 and 7."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from migration.models import SiteMigration, UserMove

pytestmark = pytest.mark.django_db

INVITATION = "to an Atlassian site.</b>"
GENERAL = "/settings/general/"


def seen(client, path="/people/") -> str:
    """The text of a page."""
    return client.get(path).content.decode()


def test_a_banner_on_top_of_every_page_invites_owners_and_admins(olive, ada, ben, as_user):
    for person in (olive, ada):
        client = as_user(person)
        for path in ("/people/", "/teams/", "/alerts/", GENERAL):
            assert INVITATION in seen(client, path)
            assert "/settings/general/migration/" in seen(client, path)
    assert INVITATION not in seen(as_user(ben), "/teams/")


def test_general_settings_have_the_state_and_the_button_under_app_settings(ada, as_user):
    page = seen(as_user(ada), GENERAL)
    assert "App settings" in page
    assert "Not connected." in page
    assert ">Migrate to an Atlassian site</a>" in page
    assert as_user(ada).get("/settings/").headers["Location"] == GENERAL


def test_a_person_hides_the_invitation_for_a_week(olive, ada, as_user):
    client = as_user(olive)
    answer = client.post("/settings/general/migration/banner/hide/", {"next": "/teams/"})
    assert answer.headers["Location"] == "/teams/"
    assert answer.cookies["migration-later"]["max-age"] == 7 * 24 * 3600
    assert INVITATION not in seen(client)
    other = as_user(ada)
    other.cookies["migration-later"] = client.cookies["migration-later"].value
    assert INVITATION in seen(other)  # who shares the browser has not hidden it
    assert "Migrate to an Atlassian site" in seen(client, GENERAL)


def test_hiding_leads_nowhere_else(olive, as_user):
    answer = as_user(olive).post(
        "/settings/general/migration/banner/hide/", {"next": "https://evil.example/"}
    )
    assert answer.headers["Location"] == "/"


def test_it_goes_on_with_what_was_begun(begun, ada, as_user):
    page = seen(as_user(ada))
    assert "is being prepared" in page
    assert "Continue migration" in page


def test_it_says_how_far_the_migration_is(ada, ben, started, as_user):
    assert "0 of 3 connected." in seen(as_user(ada))
    UserMove.objects.filter(user=ben).update(status="connected")
    page = seen(as_user(ada))
    assert "1 of 3 connected." in page
    assert "Practice: nothing is sent to Atlassian." in page
    assert "1 connected" in seen(as_user(ada), GENERAL)
    SiteMigration.objects.update(state="paused")
    assert "is paused." in seen(as_user(ada))


def complete() -> None:
    UserMove.objects.update(status="connected")
    SiteMigration.objects.update(state="complete", ended_at=timezone.now())


def test_it_says_once_that_all_is_done_and_goes(started, olive, ada, as_user):
    complete()
    client = as_user(olive)
    assert "is complete.</b>" in seen(client)
    assert 'class="banner' not in seen(client)
    assert "is complete.</b>" in seen(as_user(ada))  # who was not told yet
    assert "The migration is complete" in seen(client, GENERAL)
    assert "Migrate to an Atlassian site" in seen(client, GENERAL)  # it was for practice
    SiteMigration.objects.update(directory="atlassian")
    assert "Migrate to an Atlassian site" not in seen(client, GENERAL)
    assert client.get(f"{GENERAL}migration/before/").status_code == 302
    answer = client.post(f"{GENERAL}migration/before/", {"directory": "practice"})
    assert answer.status_code == 409


def test_who_dismisses_it_does_so_for_all(started, olive, ada, as_user):
    complete()
    as_user(olive).post("/settings/general/migration/banner/seen/")
    assert 'class="banner' not in seen(as_user(ada))


def test_after_a_cancelled_migration_it_invites_again(started, olive, as_user):
    SiteMigration.objects.update(state="cancelled", ended_at=timezone.now())
    assert INVITATION in seen(as_user(olive))
    assert "The migration was cancelled." in seen(as_user(olive), GENERAL)


def test_it_costs_one_query_and_nothing_for_others(started, ada, ben, as_user):
    for person, queries in ((ada, 1), (ben, 0)):
        with CaptureQueriesContext(connection) as asked:
            as_user(person).get("/settings/roles/")
        assert sum("migration_" in one["sql"] for one in asked.captured_queries) == queries
