"""From the beginning to the start: each step on the server, so that two people can't undo it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.actors import Actor
from accounts.models import AuditEntry
from migration import steps
from migration.actions import course, wizard
from migration.actions.practice import sign_up
from migration.directory import Refused, SignInFirst, TryLater
from migration.models import SiteMigration, UserMove
from tests.make import SYSTEM, make_user
from tests.migration.asking import move_of, statuses, work_on

Step, State = SiteMigration.Step, SiteMigration.State
NAMES = {"first_name": "Olive", "last_name": "Owner"}


@pytest.fixture
def by(olive):
    return Actor.of_user(olive)


def test_it_goes_step_by_step(directory, by, ben):
    migration = wizard.begin("practice", by=by)
    assert (migration.state, migration.step, migration.begun_by) == (
        State.PREPARING,
        Step.BEFORE,
        "Olive Owner",
    )
    wizard.go_to(migration, Step.SITE, version=migration.version, by=by)
    with pytest.raises(SignInFirst):
        wizard.choose_site(migration, "any", version=migration.version, by=by)
    sign_up("Olive Owner", by=by)
    site = directory.sites(by.user)[1]
    wizard.choose_site(migration, site.id, version=migration.version, by=by)
    assert (migration.step, migration.site_name) == (Step.REVIEW, site.name)
    assert migration.resource
    course.start(migration, version=migration.version, by=by)
    assert (migration.state, migration.step) == (State.RUNNING, Step.CONNECT)
    verbs = AuditEntry.objects.filter(verb__startswith="migration.").order_by("at")
    assert list(verbs.values_list("verb", flat=True)) == [
        "migration.begun",
        "migration.site_chosen",
        "migration.started",
    ]


def test_everybody_is_in_it_from_the_start(begun, by, ben):
    make_user("Dana Diaz", verified=False)
    bob = make_user("Bob Blocked", blocked=True)
    course.start(begun, version=begun.version, by=by)
    assert statuses(begun) == {"not_invited": 2, "email_unverified": 1, "excluded": 1}
    assert move_of(bob).reason == "Blocked in Muster."
    assert ProcrastinateJob.objects.filter(task_name="migration.work", status="todo").count() == 1
    assert AuditEntry.objects.get(verb="migration.started").details["people"] == "4 people"


def test_members_can_do_nothing_of_it(begun, tom, ben):
    for person in (tom, ben):
        by = Actor.of_user(person)
        for act in (
            lambda by: wizard.begin("practice", by=by),
            lambda by: wizard.go_to(begun, Step.SITE, version=begun.version, by=by),
            lambda by: wizard.choose_site(begun, "x", version=begun.version, by=by),
            lambda by: wizard.create_site(begun, "x", version=begun.version, by=by, **NAMES),
            lambda by: course.start(begun, version=begun.version, by=by),
            lambda by: course.pause(begun, by=by),
            lambda by: course.resume(begun, by=by),
            lambda by: course.cancel(begun, by=by),
            lambda by: course.note_seen_complete(begun, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(by)


def test_one_is_open_at_a_time(begun, ada):
    with pytest.raises(ValidationError, match="A migration has begun already"):
        wizard.begin("practice", by=Actor.of_user(ada))
    course.cancel(begun, by=SYSTEM)
    wizard.begin("practice", by=Actor.of_user(ada))


def test_a_directory_that_is_not_offered(directory, by, settings):
    settings.EMBEDDED = False
    with pytest.raises(ValidationError, match="embedded database"):
        wizard.begin("practice", by=by)
    with pytest.raises(ValidationError):
        wizard.begin("nonsense", by=by)


def test_an_older_page_changes_nothing(begun, by, ada):
    seen = begun.version
    wizard.go_to(begun, Step.SITE, version=seen, by=Actor.of_user(ada))
    for act in (
        lambda: wizard.go_to(begun, Step.BEFORE, version=seen, by=by),
        lambda: wizard.choose_site(begun, "x", version=seen, by=by),
        lambda: wizard.create_site(begun, "other", version=seen, by=by, **NAMES),
        lambda: course.start(begun, version=seen, by=by),
    ):
        with pytest.raises(ValidationError, match="Somebody changed this migration meanwhile"):
            act()
    assert SiteMigration.objects.get().step == Step.SITE


def test_a_site_of_which_one_is_no_admin(directory, by):
    migration = wizard.begin("practice", by=by)
    sign_up("Olive Owner", by=by)
    refused = next(one for one in directory.sites(by.user) if one.why_not)
    with pytest.raises(ValidationError, match="You are not a site admin"):
        wizard.choose_site(migration, refused.id, version=migration.version, by=by)
    with pytest.raises(ValidationError, match="not among yours"):
        wizard.choose_site(migration, "another", version=migration.version, by=by)
    with pytest.raises(ValidationError, match="Pick a site first"):
        course.start(migration, version=migration.version, by=by)


@pytest.mark.parametrize("problem", [TryLater("Too many requests", 3), Refused("Not allowed")])
def test_what_the_directory_says_is_told(directory, by, monkeypatch, problem):
    def fail(self, person):
        raise problem

    migration = wizard.begin("practice", by=by)
    monkeypatch.setattr(type(directory), "sites", fail)
    with pytest.raises(ValidationError, match=problem.words):
        wizard.choose_site(migration, "x", version=migration.version, by=by)


def test_a_new_site(begun, directory, by, settings):
    assert begun.site_url == f"{settings.PUBLIC_URL}/practice/sites/acme-oncall/"
    assert AuditEntry.objects.filter(verb="migration.site_created").count() == 1
    with pytest.raises(ValidationError, match="is taken"):
        wizard.create_site(begun, "acme-oncall", version=begun.version, by=by, **NAMES)
    directory.creates_sites = False
    with pytest.raises(ValidationError, match="nobody create a site"):
        wizard.create_site(begun, "acme-eu", version=begun.version, by=by, **NAMES)


def test_back_and_forth_until_it_starts(begun, by):
    for step in (Step.BEFORE, Step.REVIEW, Step.SITE, Step.REVIEW):
        wizard.go_to(begun, step, version=begun.version, by=by)
    with pytest.raises(ValidationError, match="Migrate"):
        wizard.go_to(begun, Step.CONNECT, version=begun.version, by=by)
    course.start(begun, version=begun.version, by=by)
    with pytest.raises(ValidationError, match="has begun"):
        wizard.go_to(begun, Step.SITE, version=begun.version, by=by)
    with pytest.raises(ValidationError, match="started already"):
        course.start(begun, version=begun.version, by=by)


def test_pausing_resuming_and_cancelling(started, directory, by, ben):
    course.pause(started, by=by)
    for act in (course.pause, lambda migration, by: course.start(migration, version=99, by=by)):
        with pytest.raises(ValidationError):
            act(started, by=by)
    course.resume(started, by=by)
    with pytest.raises(ValidationError, match="not paused"):
        course.resume(started, by=by)
    work_on(started)
    course.cancel(started, by=by)
    assert started.state == State.CANCELLED
    assert AuditEntry.objects.get(verb="migration.cancelled").details["invited"] == "1 invitation"
    with pytest.raises(ValidationError, match="has ended"):
        course.cancel(started, by=by)
    with pytest.raises(ValidationError, match="has ended"):
        wizard.go_to(started, Step.SITE, version=started.version, by=by)


def test_starting_over_invites_nobody_twice(started, directory, by, ben):
    work_on(started)
    course.cancel(started, by=by)
    again = wizard.begin("practice", by=by)
    site = directory.sites(by.user)[0]
    wizard.choose_site(again, site.id, version=again.version, by=by)
    course.start(again, version=again.version, by=by)
    work_on(again)
    assert directory.invitations == {ben.username: 1}
    assert UserMove.objects.get(migration=again, user=ben).status == "needs_verification"


def test_every_step_can_be_shown_or_says_why_not():
    for state in State:
        for step in Step:
            for has_site in (True, False):
                shown = steps.why_not(step, state=state, has_site=has_site) == ""
                if state == State.PREPARING:
                    assert shown == (step != Step.CONNECT and (has_site or step != Step.REVIEW))
                else:
                    assert shown == (step == Step.CONNECT and state in SiteMigration.OPEN)
    assert steps.is_behind(Step.BEFORE, Step.REVIEW)
    assert not steps.is_behind(Step.REVIEW, Step.REVIEW)
