"""A move to Atlassian from its first step to its last, by the pages, with a local Atlassian."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import people
from accounts.actors import Actor
from accounts.models import AuditEntry
from migration.actions import course, wizard
from migration.actions.people import retry
from migration.models import SiteMigration, UserMove
from tests.jobs import run_jobs
from tests.migration.asking import make_people, status_of, statuses, work_on
from tests.migration.signing_in import grant_to, sign_in
from tests.sign_in.mails import mails_to

OLIVE, BEN, EVE = (f"{name}@acme.example" for name in ("olive", "ben", "eve"))
REASON = "User is managed by another organization"


def step(client, name, **fields):
    """Send the form of a step of the wizard."""
    open_now = SiteMigration.objects.open().first()
    version = {"version": open_now.version} if open_now else {}
    return client.post(reverse(f"migration:{name}"), version | fields)


@pytest.fixture
def at_once(atlassian, settings):
    """Nobody waits for Atlassian to show something."""
    settings.ATLASSIAN_SECONDS_TO_SHOW = 0
    return atlassian


@pytest.fixture
def started(at_once, connected, olive):
    """A move to the site acme that has just begun."""
    by = Actor.of_user(olive)
    at_once.site("acme", admins=(OLIVE,))
    grant_to(olive, at_once)
    migration = wizard.begin("atlassian", by=by)
    wizard.choose_site(migration, "acme", version=migration.version, by=by)
    return course.start(migration, version=migration.version, by=by)


def test_the_whole_way(at_once, connected, as_user, olive, ben, eve):
    at_once.site("acme", admins=(OLIVE,), people_count=3)
    at_once.site("labs", OLIVE)
    at_once.do("add_person", EVE, emailVerified=False)
    client = as_user(olive)
    assert step(client, "before", directory="atlassian")["Location"] == reverse("migration:site")
    assert "Sign in with Atlassian" in client.get(reverse("migration:site")).content.decode()
    assert sign_in(client, at_once, OLIVE)["Location"] == reverse("migration:site")
    page = client.get(reverse("migration:site")).content.decode()
    assert "acme.atlassian.net" in page
    assert "You are not a site admin" in page
    assert (
        f"{reverse('migration:atlassian_sign_in')}?from=site" in page
    )  # for a site that is missing
    assert step(client, "site", site="labs").status_code == 422
    assert step(client, "site", site="acme")["Location"] == reverse("migration:review")
    assert step(client, "review")["Location"] == reverse("migration:status")
    run_jobs()
    assert (status_of(olive), status_of(ben)) == ("connected", "invited")
    assert status_of(eve) == "needs_verification"
    told = at_once.told
    assert told["invitations"] == told["mails"] == {BEN: 1}
    assert [one for one in mails_to(BEN) if "/profile/#atlassian" in one.body]

    his = as_user(ben)
    assert "Confirm with Atlassian" in his.get(reverse("accounts:profile")).content.decode()
    sign_in(his, at_once, BEN, "profile")
    assert status_of(ben) == "invited"  # he is signed in at Atlassian, and has not accepted
    at_once.do("accept", BEN, EVE)
    sign_in(his, at_once, BEN, "profile")
    assert status_of(ben) == "connected"
    UserMove.objects.filter(user=eve).update(checked_at=timezone.now() - timedelta(minutes=2))
    migration = SiteMigration.objects.get()
    work_on(migration)
    assert migration.state == SiteMigration.State.COMPLETE
    assert at_once.told["invitations"] == {BEN: 1}
    assert mails_to(OLIVE)


def test_somebody_who_verifies_later_is_invited_then(started, at_once, ben):
    ben.is_verified = False
    ben.save()
    run_jobs()
    assert status_of(ben) == "email_unverified"
    assert at_once.told["invitations"] == {}
    people.verify_email(ben, by=Actor.of_user(ben))
    run_jobs()
    assert status_of(ben) == "invited"
    assert at_once.told["invitations"] == {BEN: 1}


def test_partial_failures_keep_atlassians_words_and_a_retry_mends_them(
    started, at_once, olive, ben, eve
):
    at_once.do("refuse", **{EVE: REASON})
    work_on(started)
    assert status_of(ben) == "invited"
    assert UserMove.objects.get(user=eve).reason == REASON
    assert AuditEntry.objects.filter(verb="migration.failed").count() == 1
    at_once.do("refuse_nobody")
    retry(started, by=Actor.of_user(olive))
    work_on(started)
    assert status_of(eve) == "invited"
    assert at_once.told["invitations"] == {BEN: 1, EVE: 1}


def test_the_one_who_spoils_a_batch_is_found(started, at_once):
    make_people(25)
    at_once.do("poison", "crowd7@acme.example", 400, "Inactive user", "ADMIN-UAM-400-2")
    work_on(started)
    assert statuses(started) == {"connected": 1, "invited": 24, "failed": 1}
    assert UserMove.objects.get(status="failed").reason == "Inactive user"
    told = at_once.told
    assert set(told["invitations"].values()) == {1}
    assert "crowd7@acme.example" not in told["invitations"]


def test_a_storm_of_429_fails_nobody(started, at_once, ben, time_machine):
    at_once.do("fail", "invite", {"status": 429, "headers": {"Retry-After": "2"}, "times": 6})
    now = timezone.now()
    for waited in range(6):
        assert work_on(started) >= 2
        assert at_once.told["calls"]["invite"] == waited + 1
        now += timedelta(minutes=10)
        time_machine.move_to(now)
    work_on(started)
    assert status_of(ben) == "invited"
    assert at_once.told["invitations"] == {BEN: 1}


def test_a_lost_answer_is_settled_by_a_search(started, at_once, ben, time_machine):
    at_once.do("fail", "invite", {"after": True, "hang_up": True})
    assert work_on(started)
    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    work_on(started)
    assert status_of(ben) == "invited"
    assert at_once.told["invitations"] == {BEN: 1}


def test_a_key_that_is_withdrawn_pauses_it_in_words(started, at_once, ben, connected):
    connected.org_key = "withdrawn"
    connected.save()
    work_on(started)
    assert started.state == SiteMigration.State.PAUSED
    assert "API key of the organisation" in started.problem
    assert at_once.told["invitations"] == {}


def test_one_who_had_an_account_elsewhere_is_invited(started, at_once, ben):
    strange = {"status": "not_invited", "membershipStatus": "no_membership"}
    at_once.do("add_person", BEN, **strange)
    work_on(started)
    assert at_once.told["invitations"] == {BEN: 1}
