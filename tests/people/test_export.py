"""Exporting people: everybody who matches, streamed, harmless in a spreadsheet, importable."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.people_csv import read
from accounts.people_plan import plan_import
from tests.make import SYSTEM, make_team, make_user


@pytest.fixture
def export(as_user, ada):
    client = as_user(ada)

    def rows(**terms):
        answer = client.get("/people/export/", terms)
        assert answer.streaming
        text = b"".join(answer.streaming_content).decode()
        return list(csv.DictReader(io.StringIO(text, newline="")))

    return rows


def test_it_holds_everybody_with_every_column(export, ben, olive):
    make_team("Payments", members=[ben])
    make_team("Fraud", members=[ben])
    rows = {row["username"]: row for row in export()}
    assert list(rows) == ["ada@acme.example", "ben@acme.example", "olive@acme.example"]
    assert rows["ben@acme.example"] | {"created_at": ""} == {
        "username": "ben@acme.example",
        "full_name": "Ben Member",
        "role": "User",
        "time_zone": "UTC",
        "locale": "en_US",
        "skype_username": "",
        "verified": "yes",
        "blocked": "no",
        "created_at": "",
        "last_active_at": "",
        "teams": "Fraud; Payments",
    }


def test_it_follows_the_filter(export, ben):
    assert [row["full_name"] for row in export(q="role:user", verified="yes")] == ["Ben Member"]


@pytest.mark.parametrize("name", ["=1+1", "+49", "-x", "@sum", '=HYPERLINK("http://x")'])
def test_no_name_is_a_formula(export, name):
    make_user(name, username="f@acme.example")
    assert export(q="f@acme.example")[0]["full_name"] == f"'{name}"


def test_what_is_exported_changes_nothing_when_imported(as_user, ada, ben):
    make_user("=Formula", username="f@acme.example", skype_username="-live")
    make_team("Payments", members=[ben])
    text = b"".join(as_user(ada).get("/people/export/").streaming_content).decode()
    plan = plan_import(read(text), by=SYSTEM)
    assert plan.problems == []
    assert (len(plan.steps), len(plan.same)) == (0, 3)


def test_it_asks_as_often_for_ten_as_for_a_thousand(export):
    export()

    def cost():
        with CaptureQueriesContext(connection) as asked:
            export()
        return len(asked)

    few = cost()
    User.objects.bulk_create(
        User(username=f"c{n}@acme.example", full_name=f"Crowd {n}") for n in range(900)
    )
    assert cost() == few
