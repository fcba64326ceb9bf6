"""One person's dialogs: profile, role, blocking, deleting, what they may do."""

from uuid import uuid4

import pytest

from accounts.actions.roles import create_role
from accounts.models import AuditEntry, User
from tests.make import NOBODYS_ID, SYSTEM, make_team, make_user

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/people/?q=ben"}
PROFILE = {
    "full_name": "Ben M. Ember",
    "time_zone": "Europe/Istanbul",
    "locale": "tr_TR",
    "skype_username": "ben.m",
}


def test_a_profile_is_changed_and_logged(as_user, ada, ben):
    client = as_user(ada)
    answer = client.post(f"/people/{ben.pk}/edit/", PROFILE)
    assert answer["Location"] == f"/people/{ben.pk}/"
    ben.refresh_from_db()
    assert {name: getattr(ben, name) for name in PROFILE} == PROFILE
    entry = AuditEntry.objects.get(verb="person.updated")
    assert entry.changes["full_name"] == ["Ben Member", "Ben M. Ember"]


def test_everybody_changes_their_own(as_user, ben):
    assert as_user(ben).post(f"/people/{ben.pk}/edit/", PROFILE).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("full_name", "", "This field is required."),
        ("full_name", "x" * 513, "at most 512 characters"),
        ("full_name", "a\0b", "Null characters are not allowed."),
        ("time_zone", "Mars/Base", "Mars/Base is not one of the available choices."),
        ("locale", "english", "Write a locale as en_US"),
        ("locale", "en_US" * 9, "at most 16 characters"),
        ("skype_username", "x" * 129, "at most 128 characters"),
    ],
)
def test_a_wrong_profile_is_refused_at_its_field(as_user, ada, ben, field, value, words):
    page = as_user(ada).post(f"/people/{ben.pk}/edit/", PROFILE | {field: value}, headers=HTMX)
    assert page.status_code == 422
    assert words in " ".join(page.context["form"].errors[field])
    assert 'aria-invalid="true"' in page.content.decode()
    assert "Edit Ben Member" in page.content.decode()
    ben.refresh_from_db()
    assert ben.full_name == "Ben Member"


def test_a_dialog_goes_back_to_the_page_it_was_opened_on(as_user, ada, ben):
    answer = as_user(ada).post(f"/people/{ben.pk}/role/", {"role": "observer"}, headers=HTMX)
    assert answer["HX-Redirect"] == "/people/?q=ben"
    ben.refresh_from_db()
    assert ben.role == "observer"


def test_it_gives_a_custom_role_and_a_built_in_one_again(as_user, ada, ben):
    role, client = create_role("Night operator", by=SYSTEM), as_user(ada)
    client.post(f"/people/{ben.pk}/role/", {"role": str(role.pk)})
    assert User.objects.get(pk=ben.pk).role_name == "Night operator"
    assert "Night operator</option>" in client.get(f"/people/{ben.pk}/role/").content.decode()
    client.post(f"/people/{ben.pk}/role/", {"role": "user"})
    assert User.objects.get(pk=ben.pk).role_name == "User"


@pytest.mark.parametrize("role", ["owner", "custom", "emperor", NOBODYS_ID, "\0", ""])
def test_a_role_that_cannot_be_given_is_refused(as_user, ada, ben, role):
    assert as_user(ada).post(f"/people/{ben.pk}/role/", {"role": role}).status_code == 422
    ben.refresh_from_db()
    assert ben.role == "user"


def test_the_last_owner_is_told_so(as_user, olive):
    page = as_user(olive).post(f"/people/{olive.pk}/role/", {"role": "admin"})
    assert page.status_code == 422
    assert "Olive Owner is the last owner." in page.content.decode()


def test_blocking_ends_sessions_at_once(as_user, ada, ben):
    bens, adas = as_user(ben), as_user(ada)
    assert bens.get("/search/").status_code == 200
    assert "can’t sign in" in adas.get(f"/people/{ben.pk}/block/").content.decode()
    adas.post(f"/people/{ben.pk}/block/")
    assert bens.get("/search/").status_code == 302
    adas.post(f"/people/{ben.pk}/unblock/")
    assert not User.objects.get(pk=ben.pk).is_blocked


def test_deleting_says_what_goes_and_asks_for_the_name(as_user, ada, ben):
    make_team("Payments", members=[ben])
    client = as_user(ada)
    text = client.get(f"/people/{ben.pk}/delete/").content.decode()
    assert "1 contact" in text
    assert "1 team membership" in text
    wrong = client.post(f"/people/{ben.pk}/delete/", {"username": "eve@acme.example"})
    assert wrong.status_code == 422
    assert "Type ben@acme.example." in wrong.content.decode()
    here = HTMX | {"HX-Current-URL": f"http://testserver/people/{ben.pk}/"}
    typed = {"username": "Ben@acme.example "}
    answer = client.post(f"/people/{ben.pk}/delete/", typed, headers=here)
    assert answer["HX-Redirect"] == "/people/"
    assert not User.objects.filter(username="ben@acme.example").exists()
    assert AuditEntry.objects.filter(verb="person.deleted").exists()


def test_nobody_deletes_or_blocks_themselves(as_user, ada):
    client = as_user(ada)
    page = client.post(f"/people/{ada.pk}/delete/", {"username": ada.username})
    assert page.status_code == 422
    assert "You can&#x27;t delete yourself." in page.content.decode()
    assert (
        "You can&#x27;t block yourself." in client.post(f"/people/{ada.pk}/block/").content.decode()
    )


@pytest.mark.parametrize("page", ["edit", "role", "block", "unblock", "delete", "rights"])
def test_a_person_who_is_not_there_is_not_found(as_user, ada, page):
    client = as_user(ada)
    assert client.get(f"/people/{uuid4()}/{page}/").status_code == 404
    assert client.post(f"/people/{uuid4()}/{page}/").status_code in (404, 405)


def test_the_rights_page_says_what_and_why(as_user, ada):
    role = create_role(
        "Night operator", granted=["reports-access"], disallowed=["contacts-edit"], by=SYSTEM
    )
    cem = make_user("Cem")
    User.objects.filter(pk=cem.pk).update(role="custom", custom_role=role)
    text = as_user(ada).get(f"/people/{cem.pk}/rights/").content.decode()
    assert "Granted by the role Night operator" in text
    assert "Disallowed by the role Night operator" in text
    assert "Given by the role User, on which Night operator is based" in text


def test_the_rights_page_of_one_who_is_blocked_says_so(as_user, ada):
    eve = make_user("Eve", blocked=True, verified=False)
    text = as_user(ada).get(f"/people/{eve.pk}/rights/").content.decode()
    assert "Eve is blocked." in text
    assert "The e-mail is not verified." in text
