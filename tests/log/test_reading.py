import re
from datetime import UTC, datetime

import pytest
from django.db import connection

from accounts.actors import Actor
from accounts.forms.log import kinds
from accounts.log_reading import LogRow, in_words, label_of
from accounts.models import ApiKey, AuditEntry, CustomRole
from teams.actions import add_member, change_member_role, update_team
from tests.log.make import make_entry
from tests.make import make_user

pytestmark = pytest.mark.django_db
URL = "/settings/activity/"


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_row_says_who_did_what_by_which_door(olive, ada, tom, ben, payments, as_user):
    change_member_role(payments.memberships.get(user=ben), role="admin", by=Actor.of_user(tom))
    text = text_of(as_user(olive).get(URL))
    assert "Tom Teamadmin changed the role of Ben Member in the team Payments Web" in text
    assert "Role User → Team admin" in text
    assert "Test created the team Payments System" in text


def test_a_key_is_named_as_such(olive, payments, as_user):
    key = ApiKey.objects.create(name="Terraform", key_hash="x", hint="x")
    update_team(payments, description="Cards", by=Actor.of_key(key))
    text = text_of(as_user(olive).get(URL))
    assert "API key Terraform changed the team Payments API" in text
    assert "Description nothing → Cards" in text


def test_braces_in_names_are_only_letters(olive, payments, as_user):
    eve = make_user("Eve {target.pk} {0}", username="eve@acme.example")
    add_member(payments, eve, by=Actor.system("{verb}"))
    text = text_of(as_user(olive).get(URL))
    assert "{verb} added Eve {target.pk} {0} to the team Payments as user" in text


def test_it_is_read_newest_first_in_pages(olive, as_user):
    for minute in range(60):
        make_entry(at=datetime(2030, 1, 1, 12, minute, tzinfo=UTC), target=f"Person {minute:02}")
    client = as_user(olive)
    page = client.get(URL).context["page"]
    assert page.rows[0].target_name == "Person 59"
    assert len(page.rows) == 50
    second = client.get(URL, {"cursor": page.next}).context["page"]
    assert second.rows[0].target_name == "Person 09"


def test_days_and_hours_are_those_of_the_reader(as_user):
    reader = make_user("Ken Far", role="admin", time_zone="Asia/Tokyo")
    make_entry(at=datetime(2030, 1, 1, 20, 30, tzinfo=UTC))
    text = text_of(as_user(reader).get(URL))
    assert "Wednesday, 2 January 2030 05:30" in text


def test_who_has_the_right_by_a_custom_role_may_read_it(eve, ben, as_user):
    role = CustomRole.objects.create(name="Auditor", granted=["logs-page-access"])
    eve.role, eve.custom_role = "custom", role
    eve.save()
    assert as_user(eve).get(URL).status_code == 200
    assert as_user(eve).get(f"{URL}export/json/").status_code == 200
    assert as_user(ben).get(URL).status_code == 403


def test_a_teams_members_read_their_teams_entries_alone(ben, payments, as_user):
    make_entry(target="Secret Stranger")
    make_entry(target="Payments", team_id=payments.pk)
    text = text_of(as_user(ben).get(f"/teams/{payments.pk}/activity/"))
    assert "Payments" in text
    assert "Secret Stranger" not in text


def test_the_log_outlives_what_it_names(olive, ada, as_user):
    make_entry(user_id=ada.pk)
    ada.delete()
    assert "Ada Admin" in text_of(as_user(olive).get(URL))


@pytest.mark.django_db(transaction=True)
def test_nobody_changes_or_deletes_an_entry(olive):
    make_entry()
    with pytest.raises(Exception, match="append-only"):
        AuditEntry.objects.update(actor_name="Somebody else")
    with pytest.raises(Exception, match="append-only"):
        AuditEntry.objects.all().delete()


def test_nobody_empties_it(db):
    with connection.cursor() as cursor, pytest.raises(Exception, match="append-only"):
        cursor.execute("TRUNCATE accounts_auditentry CASCADE")


def test_names_in_an_entry_are_text_not_markup(olive, as_user):
    make_entry(who="<script>alert(1)</script>", target="{evil}", details={"x": "<b>y</b>"})
    html = as_user(olive).get(URL).content.decode()
    assert "<script>alert(1)" not in html
    assert "<b>y</b>" not in html


def test_an_event_nobody_knows_any_more_is_still_shown(olive, as_user):
    make_entry("old.thing", via="fax")
    assert "old.thing Ben Member fax" in text_of(as_user(olive).get(URL))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "Yes"),
        (False, "No"),
        (None, "nothing"),
        ("", "nothing"),
        ([], "nothing"),
        (["a", "b"], "a, b"),
        (7, "7"),
        ("x" * 400, "x" * 299 + "…"),
    ],
)
def test_values_are_put_in_words(value, words):
    assert in_words(value) == words


def test_fields_are_named_as_people_do():
    assert label_of("is_blocked") == "Blocked"
    assert label_of("time_zone") == "Time zone"
    assert label_of("username") == "E-mail"


def test_every_kind_of_event_has_a_name():
    assert ("team", "Teams") in kinds()
    assert ("person", "People") in kinds()


def test_what_the_sentence_does_not_say_is_told_besides():
    entry = make_entry("team.member_added", details={"person": "Ben", "role": "user", "note": "n"})
    assert LogRow.of(entry).details == [("Note", "n")]
