"""Copying notification rules: form, preview, job, result, undo."""

from types import SimpleNamespace

import pytest
from asgiref.sync import async_to_sync
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts import jobs
from accounts.actions import copy_runs
from accounts.actions.contacts import add_contact
from accounts.actions.copies import start_copy
from accounts.actions.groups import add_to_group, create_group
from accounts.actions.rules import add_rule, add_step, change_rule
from accounts.actors import Actor
from accounts.copy_plans import rule_as_data
from accounts.copying import everyone, find, people_of
from accounts.models import AuditEntry, RuleCopy, RuleCopyTarget, User
from tests.jobs import no_event_loop, run_jobs
from tests.make import SYSTEM, make_user


@pytest.fixture
def source(olive) -> User:
    """Olive, who is told by e-mail at once and by SMS after a minute."""
    sms = add_contact(olive, method="sms", to="1-5550000001", by=SYSTEM)
    add_step(olive.notification_rules.get(action="create-alert"), contact=sms, after_minutes=1,
             by=SYSTEM)  # fmt: skip
    return olive


def url(name, *args):
    return reverse(f"accounts:{name}", args=args)


def rules_of(person):
    rules = person.notification_rules.prefetch_related("steps__contact")
    return [rule_as_data(rule) for rule in rules]


def told(person, action="create-alert"):
    rules = person.notification_rules.filter(action=action)
    return [
        (step.contact.to, step.after_minutes)
        for rule in rules
        for step in rule.steps.select_related("contact")
    ]


def copy_to(source, *people, actions=("create-alert",), by=SYSTEM) -> RuleCopy:
    targets = [find(person.username) for person in people]
    return start_copy(source, targets=targets, actions=actions, by=by)


def outcomes(copy):
    return {one.user.full_name: one.outcome for one in copy.targets.select_related("user")}


def test_from_the_form_to_the_result(source, ben, eve, ada, as_user):
    add_contact(ben, method="sms", to="1-5550000002", by=SYSTEM)
    client = as_user(ada)
    form = client.get(url("copy_new", source.pk), {"add": "ben@acme.example", "shown": "1"})
    target = f"person:{ben.pk}"
    assert f'value="{target}"' in form.content.decode()
    asked = {"target": [target, f"person:{eve.pk}"], "action": ["create-alert"], "shown": "1"}
    preview = client.get(url("copy_preview", source.pk), asked).content.decode()
    assert "Preview: copy to 2 people" in preview
    assert "No SMS contact: step 2 of “New alert” is left out." in preview
    assert told(ben) == [("ben@acme.example", 0)]
    answer = client.post(url("copy_start", source.pk), asked)
    copy = RuleCopy.objects.get()
    assert answer["Location"] == url("copy", copy.pk)
    waiting = client.get(answer["Location"]).content.decode()
    assert 'hx-trigger="every 5s"' in waiting
    assert told(ben) == [("ben@acme.example", 0)]
    run_jobs()
    result = client.get(answer["Location"]).content.decode()
    assert "Copying of notification rules completed" in result
    assert "every 5s" not in result
    assert told(ben) == [("ben@acme.example", 0), ("1-5550000002", 1)]
    assert told(eve) == [("eve@acme.example", 0)]
    assert outcomes(copy) == {"Ben Member": "copied", "Eve Stranger": "partly"}
    entry = AuditEntry.objects.get(verb="rules.copied")
    assert (entry.actor_name, entry.user_id) == ("Ada Admin", ada.pk)


def test_other_kinds_stay_as_they_are(source, ben):
    add_rule(ben, action="add-note", name="Mine", by=SYSTEM)
    before = [rule for rule in rules_of(ben) if rule["action"] != "create-alert"]
    copy_to(source, ben)
    run_jobs()
    assert [rule for rule in rules_of(ben) if rule["action"] != "create-alert"] == before


def test_who_is_skipped_is_named_with_the_reason(source, ben, ada, as_user):
    blocked, watcher = make_user("Hugo", blocked=True), make_user("Olga", role="observer")
    owner = make_user("Oscar", role="owner")
    copy = copy_to(source, source, blocked, watcher, owner, ben, by=Actor.of_user(ada))
    run_jobs()
    reasons = {one.user.full_name: one.skipped for one in copy.targets.select_related("user")}
    assert reasons == {
        "Olive Owner": ["The rules are theirs already."],
        "Hugo": ["Blocked."],
        "Olga": ["Their role has no notification rules."],
        "Oscar": ["Only an owner may change an owner's rules."],
        "Ben Member": ["No SMS contact: step 2 of “New alert” is left out."],
    }
    page = as_user(ada).get(url("copy", copy.pk), {"outcome": "skipped"}).content.decode()
    assert "Their role has no notification rules." in page
    assert "Ben Member" not in page
    preview = as_user(ada).get(
        url("copy_preview", source.pk), {"target": "everyone", "action": "create-alert"}
    )
    assert "copy to 2 people" in preview.content.decode()  # ada and ben


def test_undo_gives_everybody_back_what_they_had(source, ben, eve, ada, as_user):
    before = {person: rules_of(person) for person in (ben, eve)}
    copy = copy_to(source, ben, eve, actions=("create-alert", "schedule-start"))
    run_jobs()
    assert rules_of(ben) != before[ben]
    as_user(ada).post(url("copy_undo", copy.pk))
    run_jobs()
    copy.refresh_from_db()
    assert copy.state == "undone"
    assert {person: rules_of(person) for person in (ben, eve)} == before
    assert set(outcomes(copy).values()) == {"undone"}


def test_undo_spares_who_changed_their_rules_since(source, ben, eve, ada, as_user):
    copy = copy_to(source, ben, eve)
    run_jobs()
    change_rule(ben.notification_rules.get(action="create-alert"), name="Mine now", by=SYSTEM)
    as_user(ada).post(url("copy_undo", copy.pk))
    run_jobs()
    assert outcomes(copy) == {"Ben Member": "kept", "Eve Stranger": "undone"}
    assert ben.notification_rules.filter(name="Mine now").exists()
    page = as_user(ada).get(url("copy", copy.pk)).content.decode()
    assert "Not undone: their rules were changed since." in page


def test_undo_twice_or_too_early_is_refused(source, ben, ada, as_user):
    copy, client = copy_to(source, ben), as_user(ada)
    assert client.post(url("copy_undo", copy.pk)).status_code == 422
    run_jobs()
    assert client.post(url("copy_undo", copy.pk)).status_code == 302
    assert client.post(url("copy_undo", copy.pk)).status_code == 422


def test_an_admin_cannot_undo_what_concerns_an_owner(source, ben, ada, as_user):
    copy = copy_to(ben, source)
    run_jobs()
    before = rules_of(source)
    assert as_user(ada).post(url("copy_undo", copy.pk)).status_code == 403
    run_jobs()
    assert rules_of(source) == before
    assert as_user(source).post(url("copy_undo", copy.pk)).status_code == 302


def test_a_worker_that_dies_in_between_is_repeated_without_harm(source, monkeypatch, db):
    people = [make_user() for _ in range(5)]
    copy = copy_to(source, *people)
    monkeypatch.setattr(copy_runs, "BATCH", 2)
    served = copy_runs._serve
    calls = []

    def dies_in_the_third_batch(*args):
        calls.append(args)
        if len(calls) == 3:
            raise OSError("The machine is gone.")
        return served(*args)

    monkeypatch.setattr(copy_runs, "_serve", dies_in_the_third_batch)
    with pytest.raises(OSError, match="gone"):
        jobs.copy_rules(copy_id=str(copy.pk))
    assert sorted(outcomes(copy).values()) == ["partly"] * 4 + ["waiting"]
    first = {person.pk: rules_of(person) for person in people}
    jobs.copy_rules(copy_id=str(copy.pk))
    jobs.copy_rules(copy_id=str(copy.pk))  # once more than needed
    copy.refresh_from_db()
    assert copy.state == "done"
    changed = [person for person in people if rules_of(person) != first[person.pk]]
    assert len(changed) == 1
    assert all(person.notification_rules.filter(action="create-alert").count() == 1
               for person in people)  # fmt: skip
    assert AuditEntry.objects.filter(verb="rules.copied").count() == 1


def test_the_rules_are_those_of_the_moment_of_asking(source, ben):
    copy_to(source, ben)
    rule = source.notification_rules.get(action="create-alert")
    change_rule(rule, name="Changed later", by=SYSTEM)
    run_jobs()
    assert ben.notification_rules.get(action="create-alert").name == "New alert"


def test_groups_teams_and_everyone_are_targets(source, ben, tom, eve, payments):
    group = create_group("Night watch", by=SYSTEM)
    add_to_group(group, eve, by=SYSTEM)
    assert set(people_of([find("Team: payments")])) == {ben, tom}
    assert set(people_of([find("night watch"), find("ben@acme.example")])) == {ben, eve}
    assert people_of([everyone()]).count() == User.objects.count()
    assert find("all") == everyone()
    with pytest.raises(ValidationError, match="Nobody and nothing"):
        find("Pizza")


def test_suggestions_are_of_all_kinds(source, ben, ada, payments, as_user):
    create_group("Payers", by=SYSTEM)
    page = as_user(ada).get(url("copy_suggest"), {"add": "pay"}).content.decode()
    assert 'data-value="Team: Payments"' in page
    assert 'data-value="Group: Payers"' in page
    page = as_user(ada).get(url("copy_suggest"), {"add": "ben"}).content.decode()
    assert 'data-value="ben@acme.example"' in page


@pytest.mark.parametrize(
    "asked",
    [
        {"add": "Pizza"},
        {"target": "person:1", "add": "x\0y"},
        {"target": "x", "add": "z" * 900},
    ],
)
def test_a_form_survives_what_is_wrong(source, ada, as_user, asked):
    assert as_user(ada).get(url("copy_new", source.pk), asked).status_code == 422


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"target": "everyone", "shown": "1"},
        {"target": "everyone", "action": "pizza"},
        {"target": "team:not-a-uuid"},
        {"target": "team:00000000-0000-0000-0000-000000000000"},
    ],
)
def test_nothing_is_started_without_people_and_kinds(source, ada, as_user, asked):
    assert as_user(ada).post(url("copy_start", source.pk), asked).status_code == 422
    assert as_user(ada).get(url("copy_preview", source.pk), asked).status_code == 422
    assert not RuleCopy.objects.exists()


def test_only_owners_and_admins_copy(source, ben, eve):
    with pytest.raises(PermissionDenied):
        copy_to(ben, eve, by=Actor.of_user(ben))


def test_preview_and_job_make_as_many_queries_for_two_as_for_forty(source, ada, as_user):
    client, counts = as_user(ada), []
    client.get(url("copy_new", source.pk))
    for number in (2, 40):
        people = [make_user() for _ in range(number)]
        asked = {"target": [f"person:{one.pk}" for one in people], "action": "create-alert"}
        with CaptureQueriesContext(connection) as looked:
            assert client.get(url("copy_preview", source.pk), asked).status_code == 200
        copy = copy_to(source, *people)
        with CaptureQueriesContext(connection) as copied:
            jobs.copy_rules(copy_id=str(copy.pk))
        counts.append((len(looked), len(copied)))
        assert RuleCopyTarget.objects.filter(copy=copy, outcome="partly").count() == number
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_worker_that_died_is_given_to_another(source, ben):
    copy_to(source, ben)
    with connection.cursor() as cursor:  # as a killed worker leaves it
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    assert run_jobs() == 0
    context = SimpleNamespace(app=app)
    with no_event_loop():
        async_to_sync(jobs.retry_stalled.func)(context, timestamp=0)
    run_jobs()
    assert RuleCopy.objects.get().state == "done"


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_successor_waits_already_keeps_no_other_from_going_on(source, ben):
    name = "accounts.retry_stalled"
    app.configure_task(name, queueing_lock=name).defer(timestamp=0)
    copy_to(source, ben)
    with connection.cursor() as cursor:  # as a killed worker leaves them
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    app.configure_task(name, queueing_lock=name).defer(timestamp=10)
    with no_event_loop():
        async_to_sync(jobs.retry_stalled.func)(SimpleNamespace(app=app), timestamp=10)
    left = ProcrastinateJob.objects.values_list("task_name", "status")
    assert sorted(left) == [("accounts.copy_rules", "todo"), (name, "todo")]
