"""Importing people who are there: thousands at once, as if each were changed on their own page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.newcomers import Newcomer, create_people
from accounts.actions.people import update_user
from accounts.actions.roles import create_role
from accounts.actors import Via
from accounts.models import AuditEntry, User
from tests.make import SYSTEM, make_team, make_user

HEADER = "email,full name,role,tz,teams\n"


def import_it(client, text):
    plan = client.post("/people/import/", {"file": SimpleUploadedFile("p.csv", text.encode())})
    agreed = {"csv": text, "fingerprint": plan.context["plan"].fingerprint}
    with CaptureQueriesContext(connection) as asked:
        answer = client.post("/people/import/", agreed)
    return answer, len(asked)


def changes_of(person):
    entries = AuditEntry.objects.filter(target_id=person.pk, via=Via.IMPORT)
    return dict(entries.values_list("verb", "changes"))


def test_changing_300_people_asks_as_often_as_changing_30(as_user, ada):
    create_role("Night operator", by=SYSTEM)
    make_team("Payments")
    create_people([Newcomer(f"p{n}@acme.example", f"P {n}") for n in range(330)], by=SYSTEM)
    client = as_user(ada)

    def cost(numbers):
        line = "p{0}@acme.example,Person {0},night operator,Europe/Berlin,Payments"
        answer, asked = import_it(client, HEADER + "\n".join(line.format(n) for n in numbers))
        assert answer.status_code == 302
        return asked

    assert cost(range(30)) == cost(range(30, 330)) <= 60
    changed = User.objects.filter(custom_role__name="Night operator", time_zone="Europe/Berlin")
    assert changed.filter(teams__name="Payments", full_name__startswith="Person").count() == 330
    assert AuditEntry.objects.filter(verb="person.role_changed").count() == 330


def test_the_log_says_what_each_was_before_and_is_after(as_user, ada, ben, eve, tom):
    make_team("Payments")
    lines = (
        "ben@acme.example,Benjamin,observer,Europe/Berlin,",
        "eve@acme.example,Eve Stranger,,UTC,Payments",
        "tom@acme.example,Tom Teamadmin,admin,,",
    )
    import_it(as_user(ada), HEADER + "\n".join(lines))
    assert changes_of(ben) == {
        "person.role_changed": {"role": ["User", "Observer"]},
        "person.updated": {
            "full_name": ["Ben Member", "Benjamin"],
            "time_zone": ["UTC", "Europe/Berlin"],
        },
    }
    assert changes_of(eve) == {}
    assert changes_of(tom) == {"person.role_changed": {"role": ["User", "Admin"]}}
    joined = AuditEntry.objects.get(verb="team.member_added", via=Via.IMPORT)
    assert joined.details["person"] == "Eve Stranger"
    assert set(AuditEntry.objects.filter(via=Via.IMPORT).values_list("user_id")) == {(ada.pk,)}


def test_who_is_changed_stays_signed_in_and_keeps_the_rest(as_user, ada, ben):
    make_user("Bea", blocked=True, locale="de_DE", skype_username="bea")
    theirs = as_user(ben)
    before = dict(User.objects.values_list("username", "password"))
    import_it(as_user(ada), HEADER + "ben@acme.example,Ben,,,\nbea@acme.example,Beatrix,,,")
    bea = User.objects.get(username="bea@acme.example")
    assert (bea.full_name, bea.locale, bea.skype_username) == ("Beatrix", "de_DE", "bea")
    assert bea.is_blocked
    assert dict(User.objects.values_list("username", "password")) == before
    assert theirs.get("/profile/").status_code == 200


def test_an_owner_who_is_made_something_else_is_no_superuser(as_user, olive):
    oscar = make_user("Oscar", role="owner")
    update_user(oscar, is_superuser=True, by=SYSTEM)
    import_it(as_user(olive), HEADER + "oscar@acme.example,,admin,,")
    oscar.refresh_from_db()
    assert (oscar.role, oscar.is_superuser) == ("admin", False)
    assert changes_of(oscar) == {
        "person.role_changed": {"role": ["Owner", "Admin"], "is_superuser": [True, False]}
    }


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        ("olive@acme.example,,user,,\nben@acme.example,,owner,,", "Line 2: Olive Owner is the"),
        ("ben@acme.example,,owner,,\nolive@acme.example,,user,,", ""),
        ("oscar@acme.example,,user,,\nolive@acme.example,,user,,", "Line 3: Olive Owner is the"),
        ("bob@acme.example,,owner,,\nolive@acme.example,,user,,", "Line 3: Olive Owner is the"),
    ],
)
def test_a_file_may_hand_the_account_over_but_leaves_an_owner(as_user, olive, ben, lines, refused):
    if "oscar" in lines:
        make_user("Oscar", role="owner")
    make_user("Bob", blocked=True)
    owners = set(User.objects.owners())
    answer, _ = import_it(as_user(olive), HEADER + lines)
    assert answer.status_code == (422 if refused else 302)
    assert refused in answer.content.decode()
    assert set(User.objects.owners()) == (owners if refused else {ben})
    assert AuditEntry.objects.filter(via=Via.IMPORT).exists() == (not refused)
