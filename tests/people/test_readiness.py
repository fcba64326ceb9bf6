"""The readiness page: who could not be reached, why, and what mends it."""

from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.roles import create_role
from accounts.models import Contact, NotificationRule, NotificationStep, User
from accounts.readiness import PROBLEMS, problems_by_person, problems_of, unready
from tests.make import SYSTEM, make_user


def give(
    person,
    *,
    enabled=True,
    verified=True,
    rule=True,
    step=True,
    action="create-alert",
    method="email",
):
    """Replace somebody's contacts and rules by one of each."""
    person.contacts.all().delete()
    person.notification_rules.all().delete()
    moment = timezone.now() if verified else None
    to = Contact.objects.create(
        user=person, method=method, to=person.username, is_enabled=enabled, verified_at=moment
    )
    rule = NotificationRule.objects.create(user=person, action=action, name="R", is_enabled=rule)
    NotificationStep.objects.create(rule=rule, contact=to, is_enabled=step)
    return person


def names(people):
    return sorted(person.full_name for person in people)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"enabled": False}, ["no-contact", "no-rule"]),
        ({"verified": False}, ["no-contact", "no-rule"]),
        ({"rule": False}, ["no-rule"]),
        ({"step": False}, ["no-rule"]),
        ({"action": "closed-alert"}, ["no-rule"]),
        ({"method": "sms"}, ["no-contact", "no-rule"]),  # no provider is set up
    ],
)
def test_a_person_is_ready_or_it_is_said_why_not(db, given, expected):
    person = give(make_user("Ben"), **given)
    assert [problem.name for problem in problems_by_person([person])[person.pk]] == expected
    assert [name for name in PROBLEMS if unready(User.objects.all(), name)] == expected
    assert bool(unready(User.objects.all())) == bool(expected)


def test_an_unverified_person_needs_verifying_first(db):
    person = give(make_user("Dana", verified=False), verified=False)
    assert [problem.name for problem in problems_by_person([person])[person.pk]] == [
        "not-verified",
        "no-rule",
    ]


def test_stakeholders_and_observers_need_no_rule_and_the_blocked_are_left_out(db):
    auditor = create_role("Auditor", extends="observer", by=SYSTEM)
    for name, role in (("Sue", "stakeholder"), ("Obi", "observer"), ("Max", "user")):
        give(make_user(name, role=role), rule=False)
    custom = give(make_user("Cem"), rule=False)
    User.objects.filter(pk=custom.pk).update(role="custom", custom_role=auditor)
    give(make_user("Zed", blocked=True), rule=False)
    assert names(unready(User.objects.all())) == ["Max"]


def test_the_database_and_python_agree_on_everybody(db):
    for number, (verified, enabled, shown, rule, role) in enumerate(
        product([True, False], [True, False], [True, False], [True, False], ["user", "observer"])
    ):
        person = make_user(f"P{number}", verified=verified, role=role)
        give(person, enabled=enabled, verified=shown, rule=rule)
    people = list(User.objects.select_related("custom_role"))
    by_python = problems_by_person(people)
    for name in PROBLEMS:
        expected = {pk for pk, found in by_python.items() if PROBLEMS[name] in found}
        assert set(unready(User.objects.all(), name).values_list("pk", flat=True)) == expected
    everybody = {pk for pk, found in by_python.items() if found}
    assert set(unready(User.objects.all()).values_list("pk", flat=True)) == everybody


def test_nothing_is_wrong_with_who_has_everything():
    assert not problems_of(
        is_verified=True, has_enabled=True, has_working=True, needs_rule=True, has_rule=True
    )


def test_the_page_counts_names_and_mends(as_user, ada):
    give(ada)
    dana = make_user("Dana Diaz", verified=False)
    quinn = give(make_user("Quinn"), rule=False)
    give(make_user("Ready Rita"))
    text = as_user(ada).get("/people/readiness/").content.decode()
    assert f'formaction="/people/{dana.pk}/invitation/"' in text
    assert f'href="/people/{quinn.pk}/#rules"' in text
    assert "Ready Rita" not in text
    only = as_user(ada).get("/people/readiness/", {"problem": "no-rule", "q": "quinn"})
    assert only.context["page"].rows == [quinn]


@pytest.mark.parametrize(
    "terms", [{"problem": "\0"}, {"q": "\0"}, {"q": "x:y"}, {"cursor": "x"}, {"problem": "any"}]
)
def test_it_survives_what_is_typed_into_the_address(as_user, ada, terms):
    assert as_user(ada).get("/people/readiness/", terms).status_code == 200


def test_everybody_ready_is_an_empty_page(as_user, ada):
    give(ada)
    assert "Everybody could be reached" in as_user(ada).get("/people/readiness/").content.decode()


def test_it_asks_as_often_for_ten_as_for_a_hundred(as_user, ada):
    client = as_user(ada)
    client.get("/people/readiness/")

    def cost(start, count):
        User.objects.bulk_create(
            User(username=f"c{n}@acme.example", full_name=f"C {n}")
            for n in range(start, start + count)
        )
        with CaptureQueriesContext(connection) as asked:
            client.get("/people/readiness/")
        return len(asked)

    assert cost(0, 9) == cost(10, 90) <= 13
