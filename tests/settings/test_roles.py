"""What may each role do, and roles of one's own."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts import rights
from accounts.actions.people import Role, change_role
from accounts.actions.roles import create_role, delete_role, update_role
from accounts.actors import Actor
from accounts.models import AuditEntry, CustomRole, User
from tests.make import NOBODYS_ID, SYSTEM, make_user

NIGHT = {
    "name": "Night operator",
    "extends": "observer",
    "right-alert-create": "grant",
    "right-alert-close": "grant",
    "right-see-alerts": "disallow",
    "right-profile-edit": "",
}


def give(role: CustomRole, name: str = "Rita Role") -> User:
    """Somebody who has the role."""
    return change_role(make_user(name), role=Role("custom", role), by=SYSTEM)


def address(role: CustomRole, page: str = "role") -> str:
    """Where a page of the role is."""
    return reverse(f"accounts:{page}", args=[role.pk])


def test_the_table_shows_every_right_and_every_role(ben, as_user):
    create_role("Night operator", granted=["logs-page-access"], by=SYSTEM)
    page = as_user(ben).get("/settings/roles/").content.decode()
    for right in rights.RIGHTS:
        assert f'<span class="mono">{right}</span>' in page
    for name in ("Owner", "Admin", "User", "Stakeholder", "Observer", "Night operator"):
        assert f'title="{name}"' in page
    row = re.search(r">billing-manage<.*?</tr>", page, re.DOTALL)[0]
    assert re.findall('visually-hidden">(Yes|No)<', row) == ["Yes", "No", "No", "No", "No", "No"]


def test_everybody_reads_it_and_who_may_not_change_roles_sees_no_buttons(ben, ada, as_user):
    role = create_role("Night operator", by=SYSTEM)
    for path in ("/settings/roles/", address(role)):
        mine = as_user(ben).get(path).content.decode()
        assert "Create role" not in mine
        assert "Edit role" not in mine
        assert "API keys" not in mine
    assert "Create role" in as_user(ada).get("/settings/roles/").content.decode()
    assert "Edit role" in as_user(ada).get(address(role)).content.decode()


def test_people_are_counted_for_those_who_see_people_only(ada, ben, as_user):
    give(create_role("Night operator", by=SYSTEM))
    assert re.search(r"Night operator.*?1 person", rows(as_user(ada)), re.DOTALL)
    assert "person" not in rows(as_user(ben))


def rows(client) -> str:
    """The list of roles above the table."""
    page = client.get("/settings/roles/").content.decode()
    return re.search(r'id="h-roles".*?</section>', page, re.DOTALL)[0]


def test_it_searches_rights(ben, as_user):
    page = as_user(ben).get("/settings/roles/", {"q": "POSTMORTEM-D"}).content.decode()
    assert re.findall(r'class="mono">([a-z-]+)<', page) == ["postmortem-delete"]
    page = as_user(ben).get("/settings/roles/", {"show": "enforced"}).content.decode()
    assert set(re.findall(r'class="mono">([a-z-]+)<', page)) == rights.ENFORCED
    page = as_user(ben).get("/settings/roles/", {"q": "<nothing\0>"}).content.decode()
    assert "No right of that name" in page


@pytest.mark.parametrize("role", ["", "nonsense", "\0", NOBODYS_ID])
def test_a_role_nobody_knows_is_not_chosen(role, ben, as_user):
    page = as_user(ben).get("/settings/roles/", {"role": role}).content.decode()
    assert '<option value="user" selected>' in page


def test_it_makes_a_role(ada, as_user):
    response = as_user(ada).post("/settings/roles/new/", NIGHT)
    role = CustomRole.objects.get()
    assert response["Location"] == address(role)
    assert (role.name, role.extends) == ("Night operator", "observer")
    assert role.granted == ["alert-create", "alert-close"]
    assert role.disallowed == ["see-alerts"]
    person = give(role)
    assert "alert-create" in person.rights
    assert "see-alerts" not in person.rights


def test_its_page_says_why(ada, as_user):
    as_user(ada).post("/settings/roles/new/", NIGHT)
    page = as_user(ada).get(address(CustomRole.objects.get())).content.decode()
    for why in (
        "Granted by the role Night operator",
        "Disallowed by the role Night operator",
        "Given by the role Observer, on which Night operator is based",
        "Not given by the role Observer, on which Night operator is based",
    ):
        assert why in page


def test_the_form_comes_filled_and_logs_before_and_after(ada, as_user):
    client = as_user(ada)
    client.post("/settings/roles/new/", NIGHT)
    role = CustomRole.objects.get()
    form = client.get(address(role, "role_edit")).content.decode()
    assert 'name="right-alert-create" value="grant" checked' in form
    assert 'name="right-see-alerts" value="disallow" checked' in form
    assert 'name="right-profile-edit" value="" checked' in form
    client.post(address(role, "role_edit"), NIGHT | {"right-alert-create": "", "extends": "user"})
    entry = AuditEntry.objects.get(verb="role.updated")
    assert entry.changes == {
        "extends": ["observer", "user"],
        "granted": [["alert-create", "alert-close"], ["alert-close"]],
    }


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "x" * 513}, "at most 512 characters"),
        ({"name": "a\0b"}, "Null characters are not allowed"),
        ({"name": "Admin"}, "is a built-in role"),
        ({"name": "DAY OPERATOR"}, "There is a role of this name already"),
        ({"extends": "admin"}, "Select a valid choice"),
        ({"extends": "owner"}, "Select a valid choice"),
    ],
)
def test_it_refuses_what_is_wrong_and_keeps_what_was_chosen(change, words, ada, as_user):
    create_role("Day operator", by=SYSTEM)
    response = as_user(ada).post("/settings/roles/new/", NIGHT | change)
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert 'name="right-alert-create" value="grant" checked' in page
    assert CustomRole.objects.count() == 1


def test_a_forged_choice_is_refused(ada, as_user):
    data = NIGHT | {"right-alert-create": "everything"}
    assert as_user(ada).post("/settings/roles/new/", data).status_code == 422


def test_a_role_in_use_is_not_deleted_and_says_who_has_it(ada, as_user):
    role = create_role("Night operator", by=SYSTEM)
    give(role)
    client = as_user(ada)
    page = client.get(address(role, "role_delete")).content.decode()
    assert "1 person has this role: Rita Role" in " ".join(page.split())
    assert "role%3A%22Night%20operator%22" in page
    refused = client.post(address(role, "role_delete"))
    assert refused.status_code == 422
    assert "1 person still has this role" in refused.content.decode()
    assert CustomRole.objects.filter(pk=role.pk).exists()


def test_a_role_that_nobody_has_goes_and_the_log_remembers(ada, as_user):
    role = create_role("Night operator", by=SYSTEM)
    assert as_user(ada).post(address(role, "role_delete")).status_code == 302
    assert not CustomRole.objects.exists()
    assert AuditEntry.objects.filter(verb="role.deleted", target_name="Night operator").exists()


def test_a_forged_id_is_not_found(ada, as_user):
    missing = CustomRole(name="Nowhere")
    for page in ("role", "role_edit", "role_delete"):
        assert as_user(ada).get(address(missing, page)).status_code == 404


def test_who_manages_roles_by_a_role_gives_no_more_than_they_have(db, as_user):
    role = create_role("Role keeper", granted=["manage-roles"], by=SYSTEM)
    rita = give(role)
    by = Actor.of_user(rita)
    update_role(role, granted=["manage-roles"], disallowed=["alert-create"], by=by)
    with pytest.raises(ValidationError, match="rights that you don't have: configurations-edit"):
        update_role(role, granted=["manage-roles", "configurations-edit"], by=by)
    role.refresh_from_db()
    assert role.granted == ["manage-roles"]


def test_an_admin_cannot_give_what_only_owners_have(ada, olive, as_user):
    data = NIGHT | {"right-billing-manage": "grant"}
    response = as_user(ada).post("/settings/roles/new/", data)
    assert response.status_code == 422
    assert "You can&#x27;t give rights that you don&#x27;t have: billing-manage." in (
        response.content.decode()
    )
    assert not CustomRole.objects.exists()
    assert as_user(olive).post("/settings/roles/new/", data).status_code == 302


def test_others_change_no_roles(ben):
    role, by = create_role("Night operator", by=SYSTEM), Actor.of_user(ben)
    for change in (
        lambda: create_role("Mine", by=by),
        lambda: update_role(role, name="Mine", by=by),
        lambda: delete_role(role, by=by),
    ):
        with pytest.raises(PermissionDenied):
            change()


def test_the_page_asks_as_often_for_one_role_as_for_twenty(ada, as_user, django_assert_num_queries):
    client = as_user(ada)
    create_role("Role", by=SYSTEM)
    client.get("/settings/roles/")  # notes that ada is here
    with django_assert_num_queries(6) as one:
        client.get("/settings/roles/")
    for number in range(20):
        give(create_role(f"Role {number}", by=SYSTEM), f"Person {number}")
    with django_assert_num_queries(len(one)):
        client.get("/settings/roles/")
