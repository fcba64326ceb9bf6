"""It is complete when everybody is connected or left out: owners and admins are told, once."""

from accounts.actors import Actor
from accounts.models import AuditEntry, User
from migration.actions import course
from migration.models import SiteMigration
from tests.make import make_user
from tests.migration.asking import accept, work_on
from tests.sign_in.mails import mails_to


def test_it_is_complete_when_everybody_is_there(started, directory, olive, ada, ben):
    make_user("Bob Blocked", blocked=True)
    work_on(started)
    assert started.state == "running"
    accept(ada, ben)
    work_on(started)
    assert started.state == "complete"
    assert started.ended_at
    entry = AuditEntry.objects.get(verb="migration.completed")
    assert (entry.details["connected"], entry.details["excluded"]) == ("3", "1")
    assert (entry.via, entry.actor_name) == ("system", "System")
    for runner in (olive, ada):
        (told,) = (one for one in mails_to(runner.username) if "complete" in one.subject)
        assert told.subject.startswith("Practice: ")
        assert "single sign-on were not touched" in told.body
    assert not [one for one in mails_to(ben.username) if "complete" in one.subject]


def test_it_is_not_complete_while_anybody_has_something_to_do(started, directory, ben):
    make_user("Dana Diaz", verified=False)
    work_on(started)
    accept(ben)
    work_on(started)
    assert started.state == "running"


def test_who_comes_while_the_last_one_is_looked_at_is_part_of_it(started, directory, olive):
    search = directory.search

    def slowly(*args):
        if not User.objects.filter(username="late@acme.example").exists():
            make_user("Lea Late", username="late@acme.example")
        return search(*args)

    directory.search = slowly
    work_on(started)
    assert started.state == "running"
    work_on(started)
    assert directory.invitations == {"late@acme.example": 1}


def test_the_banner_is_said_once(started, directory, olive, ada):
    work_on(started)
    accept(ada)
    work_on(started)
    assert started.seen_complete_at is None
    course.note_seen_complete(started, by=Actor.of_user(ada))
    seen = SiteMigration.objects.get().seen_complete_at
    assert seen
    course.note_seen_complete(started, by=Actor.of_user(olive))
    assert SiteMigration.objects.get().seen_complete_at == seen


def test_nobody_is_looked_at_after_that(started, directory, olive):
    work_on(started)
    assert started.state == "complete"
    calls = len(directory.calls)
    work_on(started)
    assert len(directory.calls) == calls
