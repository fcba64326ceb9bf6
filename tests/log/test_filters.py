import uuid
from datetime import UTC, datetime, timedelta

import pytest

from tests.log.make import make_entry
from tests.make import make_user

pytestmark = pytest.mark.django_db
URL = "/settings/activity/"


@pytest.fixture
def find(olive, as_user):
    client = as_user(olive)

    def found(url=URL, **terms):
        page = client.get(url, terms).context["page"]
        return {entry.target_name for entry in page.rows}

    return found


def test_by_door_and_kind(find):
    make_entry("team.created", target="Alpha", via="import")
    make_entry("person.created", target="Beta", via="api")
    assert find(via="import") == {"Alpha"}
    assert find(kind="person", via="api") == {"Beta"}


def test_by_person_who_did_it_to_whom_and_who_is_named(find, ben, tom):
    make_entry(target="Did it", user_id=ben.pk)
    make_entry(target="Done to", target_id=str(ben.pk))
    make_entry("team.member_added", target="Named", details={"person_id": str(ben.pk)})
    make_entry(target="Other", user_id=tom.pk)
    for typed in (ben.pk, ben.username, ben.username.upper()):
        assert find(person=typed) == {"Did it", "Done to", "Named", "Ben Member"}
    assert find(person=uuid.uuid4()) == set()


def test_a_person_who_is_gone_is_found_by_name(find):
    make_entry(target="Something", who="Gone Longago")
    assert find(person="longago") == {"Something"}


@pytest.mark.parametrize(
    "typed", ["zeb", "ZEBRA stri", "zebra@acme.example", "savanna", "old-value", "new value"]
)
def test_by_text_in_names_values_and_details(typed, find):
    make_entry(target="Other")
    make_entry(
        target="Zebra Stripes",
        details={"username": "zebra@acme.example", "note": "savanna"},
        changes={"x": ["old-value", "new value"]},
    )
    assert find(q=typed) == {"Zebra Stripes"}


def test_the_names_of_fields_are_no_text(find):
    make_entry(target="Zebra", details={"hobby": "x"})
    assert find(q="hobby") == set()


def test_by_days_of_the_readers_zone(as_user):
    reader = make_user("Ken Far", role="admin", time_zone="Asia/Tokyo")
    noon = datetime(2030, 1, 10, 14, 59, tzinfo=UTC)  # 23:59 in Tokyo
    make_entry(target="That day", at=noon)
    make_entry(target="Next day", at=noon + timedelta(minutes=2))
    client = as_user(reader)

    def found(**terms):
        return {row.target_name for row in client.get(URL, terms).context["page"].rows}

    assert found(since="2030-01-10", until="2030-01-10") == {"That day"}
    assert found(since="2030-01-11") == {"Next day"}
    assert found(until="9999-12-31", since="2030-01-01") == {"That day", "Next day"}


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"since": "yesterday"}, "Enter a valid date."),
        ({"since": "2030-01-02", "until": "2030-01-01"}, "The last day is before the first."),
        ({"via": "fax"}, "Select a valid choice."),
        ({"kind": "x' OR 1=1"}, "Select a valid choice."),
        ({"q": "x" * 201}, "at most 200 characters"),
        ({"person": "\0"}, "Null characters"),
    ],
)
@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_nonsense_is_said_and_finds_nothing(terms, words, htmx, olive, as_user):
    response = as_user(olive).get(URL, terms, headers=htmx)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert as_user(olive).get(f"{URL}export/csv/", terms).status_code == 422


def test_what_is_typed_stays_in_the_fields(olive, ben, as_user):
    response = as_user(olive).get(URL, {"person": str(ben.pk), "q": "zebra"})
    html = response.content.decode()
    assert 'value="ben@acme.example"' in html
    assert 'value="zebra"' in html
    assert "No entry matches" in html


def test_a_member_does_not_learn_who_else_has_an_account(ben, eve, payments, as_user):
    url = f"/teams/{payments.pk}/activity/"
    html = as_user(ben).get(url, {"person": str(eve.pk)}).content.decode()
    assert "eve@acme.example" not in html
    options = as_user(ben).get(f"{url}people/", {"person": "eve"}).context["options"]
    assert options == []
    options = as_user(ben).get(f"{url}people/", {"person": "tom"}).context["options"]
    assert [one["value"] for one in options] == ["tom@acme.example"]
