"""What is looked at before a move: what is so, what it means, how to mend it, and who."""

from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Contact
from migration import preflight
from migration.actions import people
from migration.check import NAMED
from migration.models import AtlassianConnection
from tests.make import SYSTEM, make_user
from tests.migration.asking import make_people


@pytest.fixture
def by(olive):
    return Actor.of_user(olive)


def look(by):
    return {check.key: check for check in preflight.checks(by=by)}


def names(check):
    return [person.full_name for person in check.people]


def test_when_all_is_well(by, ben, settings):
    settings.MAIL_TO_FILES = False
    settings.MAILERS = {"default": {"OPTIONS": {"host": "mail.acme.example"}}}
    checks = look(by)
    people_checks = ("unverified", "lists", "duplicates", "blocked", "sso", "mail")
    assert {checks[key].level for key in people_checks} == {"clear"}
    assert "mail.acme.example" in checks["mail"].means
    assert not [check for check in checks.values() if check.people or check.count]


def test_unverified_people_are_named_and_counted(by):
    for number in range(NAMED + 3):
        make_user(f"Person {number:02}", username=f"p{number}@acme.example", verified=False)
    check = look(by)["unverified"]
    assert (check.level, check.title) == ("mend", "23 e-mails not verified")
    assert names(check)[:2] == ["Person 00", "Person 01"]
    assert (len(check.people), check.count, check.more) == (NAMED, 23, 3)
    assert "no invitation until they verify" in check.means
    assert check.mend


def test_mailing_lists(by):
    make_user("NOC", username="noc@acme.example")
    check = look(by)["lists"]
    assert (check.level, check.title, names(check)) == (
        "mend",
        "1 looks like a mailing list",
        ["NOC"],
    )


def test_duplicates_are_contacts_that_differ_only_in_case(by, ben, eve, tom):
    Contact.objects.create(user=ben, method="email", to="EVE@acme.example")
    check = look(by)["duplicates"]
    assert (check.level, names(check)) == ("mend", ["Ben Member", "Eve Stranger"])
    Contact.objects.create(user=eve, method="email", to="shared@acme.example")
    Contact.objects.create(user=tom, method="email", to="Shared@Acme.example")
    check = look(by)["duplicates"]
    assert names(check) == ["Ben Member", "Eve Stranger", "Tom Teamadmin"]
    assert check.title == "3 people share an e-mail"


def test_ones_own_contact_is_no_duplicate(by, ben):
    Contact.objects.create(user=ben, method="email", to="ben@home.example")
    assert look(by)["duplicates"].is_clear


def test_blocked_people_are_excluded_and_not_looked_at(by):
    make_user("Noc Blocked", username="noc@acme.example", blocked=True, verified=False)
    checks = look(by)
    assert (checks["blocked"].level, checks["blocked"].title) == ("note", "1 blocked user")
    assert names(checks["blocked"]) == ["Noc Blocked"]
    assert checks["blocked"].is_clear
    assert checks["lists"].is_clear
    assert checks["unverified"].is_clear


def test_who_signs_in_by_single_sign_on(by, ben, eve):
    SocialAccount.objects.create(user=ben, provider="sso", uid="1")
    SocialAccount.objects.create(user=ben, provider="sso2", uid="1")
    SocialAccount.objects.create(user=eve, provider="atlassian", uid="1")
    check = look(by)["sso"]
    assert (check.level, names(check)) == ("note", ["Ben Member"])
    assert "Your settings stay as they are." in check.means


def test_the_connection(by):
    check = look(by)["connection"]
    assert check.level == "mend"
    assert "an API key of the organisation" in check.means
    connection = AtlassianConnection(client_id="app", org_name="Acme")
    connection.client_secret, connection.org_key = "s3cret", "k3y"
    connection.save()
    check = look(by)["connection"]
    assert check.is_clear
    assert "Acme" in check.means
    assert "s3cret" not in repr(check)


def test_a_practice_needs_no_connection_and_no_mail_server(begun, by):
    checks = look(by)
    assert checks["connection"].means == "Nothing is sent to Atlassian."
    assert checks["mail"].level == "note"
    assert checks["site"].means == "Whoever picked acme-oncall administers it."


def test_who_was_left_out_is_not_looked_at(begun, by):
    noc = make_user("NOC", username="noc@acme.example")
    dana = make_user("Dana Diaz", verified=False)
    people.leave_out(begun, [noc, dana], reason="Nobody's", by=SYSTEM)
    checks = look(by)
    assert checks["lists"].is_clear
    assert checks["unverified"].is_clear


def test_as_many_queries_for_many_people_as_for_few(begun, by):
    def furnish(number):
        make_user("NOC", username=f"noc{number}@acme.example")
        person = make_user(username=f"dana{number}@acme.example", verified=False)
        Contact.objects.create(user=person, method="email", to=f"Noc{number}@acme.example")
        SocialAccount.objects.create(user=person, provider="sso", uid=str(number))
        make_user(username=f"bob{number}@acme.example", blocked=True)

    furnish(1)
    look(by)
    with CaptureQueriesContext(connection) as few:
        look(by)
    furnish(2)
    furnish(3)
    make_people(300)
    with CaptureQueriesContext(connection) as many:
        look(by)
    assert len(many) == len(few) <= 20


def test_a_worker_is_needed(by):
    assert look(by)["worker"].level == "mend"
    with connection.cursor() as cursor:
        now = timezone.now() - timedelta(seconds=5)
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [now])
    assert look(by)["worker"].is_clear
