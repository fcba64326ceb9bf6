"""Importing people: the plan first, then all of it or nothing."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.people_import import import_people
from accounts.actions.roles import create_role
from accounts.actors import Actor, Via
from accounts.models import AuditEntry, OneTimeLink, User
from accounts.people_csv import read
from accounts.people_plan import plan_import
from tests.jobs import run_jobs
from tests.make import SYSTEM, make_team, make_user

FILE = """email,full name,role,tz,teams
ben@acme.example,Benjamin,observer,Europe/Berlin,
new@acme.example,New Person,Night Operator,,payments; Platform
Ada@Acme.Example,Ada Admin,admin,,
"""


@pytest.fixture
def client(as_user, ada):
    create_role("Night operator", by=SYSTEM)
    make_team("Payments")
    make_team("Platform")
    return as_user(ada)


def upload(client, text, **more):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post("/people/import/", {"file": SimpleUploadedFile("p.csv", data)} | more)


def agree(client, text, fingerprint="", **more):
    fingerprint = fingerprint or upload(client, text).context["plan"].fingerprint
    return client.post("/people/import/", {"csv": text, "fingerprint": fingerprint} | more)


def test_the_plan_says_what_would_be_done_and_does_nothing(client, ben):
    before = User.objects.count(), AuditEntry.objects.count()
    page = upload(client, FILE)
    plan, text = page.context["plan"], page.content.decode()
    assert page.status_code == 200
    assert plan.problems == []
    assert [step.row.line for step in plan.creates] == [3]
    assert plan.changes[0].changes == {
        "full_name": ("Ben Member", "Benjamin"),
        "time_zone": ("UTC", "Europe/Berlin"),
        "role": ("User", "Observer"),
    }
    assert [step.row.line for step in plan.same] == [4]
    assert "Import 2 people" in text
    assert "Payments; Platform" in text or "payments; Platform" in text
    assert (User.objects.count(), AuditEntry.objects.count()) == before


def test_it_does_what_the_plan_said(client, ben):
    answer = agree(client, FILE, invite="on")
    assert answer.status_code == 302
    new = User.objects.get(username="new@acme.example")
    ben.refresh_from_db()
    assert (ben.full_name, ben.role, ben.time_zone) == ("Benjamin", "observer", "Europe/Berlin")
    assert new.role_name == "Night operator"
    assert set(new.teams.values_list("name", flat=True)) == {"Payments", "Platform"}
    assert AuditEntry.objects.get(verb="person.created", target_id=new.pk).via == Via.IMPORT
    assert OneTimeLink.objects.get().user == new
    assert run_jobs() == 1
    again = upload(client, FILE).context["plan"]
    assert (len(again.steps), len(again.same)) == (0, 3)


def test_invitations_are_left_out_when_not_asked_for(client, ben):
    agree(client, FILE)
    assert not OneTimeLink.objects.exists()


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        (",Somebody,,,", "e-mail", "This cell is empty."),
        ("nope,Somebody,,,", "e-mail", "“nope”"),
        (f"{'x' * 95}@acme.example,Somebody,,,", "e-mail", "108 characters long; 100"),
        (f"x@acme.example,{'x' * 513},,,", "full name", "513 characters long; 512"),
        ("x@acme.example,,,,", "full name", "A new person needs a full name."),
        ("x@acme.example,Somebody,chef,,", "role", "There is no role “chef”."),
        ("x@acme.example,Somebody,custom,,", "role", "There is no role “custom”."),
        ("x@acme.example,Somebody,owner,,", "role", "Only an owner may manage owners."),
        ("olive@acme.example,Olive,,,", "e-mail", "Only an owner may manage owners."),
        ("x@acme.example,Somebody,,Mars/Base,", "time zone", "“Mars/Base” is not a known"),
        ("x@acme.example,Somebody,,,Nowhere", "teams", "There is no team “Nowhere”."),
        ("X@ACME.EXAMPLE,A,,,\nx@acme.example,B,,,", "e-mail", "is in line 5 already."),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_done(client, ben, olive, line, column, words):
    page = upload(client, FILE + line + "\n")
    assert page.status_code == 422
    problem = page.context["plan"].problems[0]
    assert (problem.line, problem.column) == (5 + line.count("\n"), column)
    assert words in problem.message
    assert "fingerprint" not in page.content.decode()
    forced = agree(client, FILE + line, page.context["plan"].fingerprint)
    assert forced.status_code == 422
    assert not User.objects.filter(username="new@acme.example").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"email,full name\n", "has no people below"),
        (b"email,full name\na@b.example,\xff\xfe", "Line 2 is not UTF-8 text."),
        ("email\na@b.example".encode("utf-16"), "is not UTF-8 text."),
        (b"x" * (3 * 1024 * 1024), "This file is larger than 2 MB."),
        (b"x" * (10 * 1024 * 1024), "This file is larger than 2 MB."),
    ],
)
def test_a_file_that_is_none_is_refused(client, data, words):
    page = upload(client, data)
    assert page.status_code == 422
    assert words in page.content.decode()


def test_a_body_of_ten_megabytes_is_refused_politely(client):
    huge = {"csv": "x" * (10 * 1024 * 1024), "fingerprint": "x"}
    page = client.post("/people/import/", huge)
    assert page.status_code == 400
    assert b"Muster could not read this request" in page.content


def test_a_plan_that_would_be_another_one_now_is_shown_again(client, ben):
    fingerprint = upload(client, FILE).context["plan"].fingerprint
    make_user("New Person", username="new@acme.example")
    page = agree(client, FILE, fingerprint)
    assert page.status_code == 409
    assert "People were changed since this plan was made." in page.content.decode()
    ben.refresh_from_db()
    assert ben.full_name == "Ben Member"


@pytest.mark.parametrize("fingerprint", ["forged", "x" * 65, "\0"])
def test_a_forged_fingerprint_does_nothing(client, ben, fingerprint):
    assert agree(client, FILE, fingerprint).status_code in (409, 422)
    assert not User.objects.filter(username="new@acme.example").exists()


def test_what_an_action_refuses_undoes_all(as_user, olive):
    text = "email,full name,role\nnew@acme.example,New,\nolive@acme.example,Olive Owner,user\n"
    page = agree(as_user(olive), text)
    assert page.status_code == 422
    assert "Line 3: Olive Owner is the last owner." in page.content.decode()
    assert not User.objects.filter(username="new@acme.example").exists()


def test_a_plan_asks_as_often_for_ten_lines_as_for_a_hundred(client):
    def cost(count):
        lines = [f"p{n}@acme.example,P {n},user,,Payments" for n in range(count)]
        sheet = read("email,full name,role,tz,teams\n" + "\n".join(lines))
        with CaptureQueriesContext(connection) as asked:
            assert len(plan_import(sheet, by=SYSTEM).creates) == count
        return len(asked)

    assert cost(10) == cost(100) <= 5


@pytest.mark.parametrize(("count", "said"), [(1_200, False), (1_300, True)])
def test_the_plan_says_how_long_many_people_may_take(client, count, said):
    lines = "\n".join(f"p{n}@acme.example,P {n}" for n in range(count))
    page = upload(client, f"email,full name\n{lines}").content.decode()
    assert ("This may take 10 seconds." in page) == said


@pytest.mark.django_db(transaction=True)
def test_two_at_once_import_once():
    olive = make_user("Olive", role="owner")
    sheet = read("email,full name\nnew@acme.example,New Person\n")
    fingerprint = plan_import(sheet, by=Actor.of_user(olive)).fingerprint
    start, refused = threading.Barrier(2), []

    def import_it():
        actor = Actor.of_user(User.objects.get(pk=olive.pk), Via.IMPORT)
        start.wait()
        try:
            import_people(sheet, fingerprint=fingerprint, by=actor)
        except ValidationError as problem:
            refused.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=import_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [problem.code for problem in refused] == ["stale"]
    assert User.objects.filter(username="new@acme.example").count() == 1
