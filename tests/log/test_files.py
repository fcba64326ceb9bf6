import csv
import io
import json
import tracemalloc
from datetime import UTC, datetime

import pytest

from accounts.models import AuditEntry
from tests.log.make import make_entry

pytestmark = pytest.mark.django_db
URL = "/settings/activity/export/"


def downloaded(client, url, **terms):
    response = client.get(url, terms)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8-sig"), response


def test_csv_has_a_line_for_each_entry_that_the_filters_find(olive, as_user):
    at = datetime(2030, 1, 1, 12, tzinfo=UTC)
    make_entry(target="Beta", via="api", at=at)
    make_entry(target="Alpha", changes={"role": ["User", "Admin"]}, at=at, details={"note": "n"})
    text, response = downloaded(as_user(olive), f"{URL}csv/", via="web", since="2030-01-01")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="activity-')
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["Time"] == "2030-01-01T12:00:00+00:00"
    assert (row["Who"], row["Door"], row["Event"]) == ("Ada Admin", "Web", "person.updated")
    assert (row["Target"], row["Changes"], row["Details"]) == (
        "Alpha",
        "Role: User → Admin",
        "Note: n",
    )


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(name, olive, as_user):
    make_entry(target=name, who=name, via="import", details={"note": name})
    text, _ = downloaded(as_user(olive), f"{URL}csv/", via="import")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["Who"] == row["Target"] == f"'{name}"


def test_json_is_one_array(olive, payments, as_user):
    make_entry(target="Alpha", via="import", team_id=payments.pk, changes={"role": ["a", "b"]})
    text, response = downloaded(as_user(olive), f"{URL}json/", via="import")
    (entry,) = json.loads(text)
    assert response["Content-Type"] == "application/json"
    assert entry["actor"] == {"name": "Ada Admin", "userId": None, "apiKeyId": None}
    assert entry["teamId"] == str(payments.pk)
    assert entry["changes"] == {"role": ["a", "b"]}
    assert entry["sentence"] == "changed the profile of Alpha"


def test_nothing_found_is_an_empty_array(olive, as_user):
    text, _ = downloaded(as_user(olive), f"{URL}json/", via="chat")
    assert json.loads(text) == []


def test_a_teams_file_holds_that_team_alone(ben, payments, as_user):
    make_entry(target="Stranger")
    text, _ = downloaded(as_user(ben), f"/teams/{payments.pk}/activity/export/json/")
    assert {entry["teamId"] for entry in json.loads(text)} == {str(payments.pk)}


def test_a_long_log_comes_whole_and_in_constant_memory(olive, as_user):
    at = datetime(2030, 1, 1, tzinfo=UTC)  # all in one moment: the id decides
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=at, actor_name="A", via="import", verb="person.updated", target_kind="user",
            target_name=f"Person {number}", details={"filler": "x" * 200},
        )
        for number in range(12_000)
    )  # fmt: skip
    response = as_user(olive).get(f"{URL}csv/", {"via": "import"})
    tracemalloc.start()
    lines = sum(part.count(b"\n") for part in response.streaming_content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert lines == 12_001
    assert most < 25_000_000  # two chunks of 2,000 entries, not 12,000
