"""Groups of people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions.groups import add_to_group, create_group
from accounts.actors import Actor
from accounts.models import AuditEntry, Group, GroupMembership, User
from tests.asking import HTMX
from tests.make import SYSTEM, make_user


@pytest.fixture
def watch(db) -> Group:
    return create_group("Night watch", by=SYSTEM)


def url(name, *args):
    return reverse(f"accounts:{name}", args=args)


def test_a_group_is_made_renamed_and_deleted(ada, as_user):
    client = as_user(ada)
    client.post(url("group_new"), {"name": " Night watch ", "description": "Awake."})
    group = Group.objects.get()
    assert (group.name, group.description) == ("Night watch", "Awake.")
    client.post(url("group_edit", group.pk), {"name": "Day watch"})
    assert "Day watch" in client.get(url("groups")).content.decode()
    wrong = client.post(url("group_delete", group.pk), {"name": "day watch"})
    assert wrong.status_code == 422
    assert "Type the name as it is written: Day watch." in wrong.content.decode()
    client.post(url("group_delete", group.pk), {"name": "Day watch"})
    assert not Group.objects.exists()
    verbs = set(AuditEntry.objects.filter(target_kind="group").values_list("verb", flat=True))
    assert verbs == {"group.created", "group.changed", "group.deleted"}


@pytest.mark.parametrize("name", ["", "NIGHT WATCH", "x" * 101, "a\0b", "  "])
def test_what_is_wrong_with_a_name_is_said(watch, ada, as_user, name):
    client = as_user(ada)
    assert client.post(url("group_new"), {"name": name}).status_code == 422
    other = create_group("Other", by=SYSTEM)
    assert client.post(url("group_edit", other.pk), {"name": name}).status_code == 422
    assert set(Group.objects.values_list("name", flat=True)) == {"Night watch", "Other"}


def test_people_are_added_by_email_and_removed(watch, ben, ada, as_user):
    client = as_user(ada)
    client.post(url("group_add", watch.pk), {"person": "BEN@acme.example"})
    assert list(watch.members.all()) == [ben]
    again = client.post(url("group_add", watch.pk), {"person": ben.username})
    assert again.status_code == 422
    assert "This person is in the group already." in again.content.decode()
    client.post(url("group_remove", watch.pk, ben.pk))
    assert not watch.members.exists()
    assert User.objects.filter(pk=ben.pk).exists()


@pytest.mark.parametrize("typed", ["", "nobody@acme.example", "Ben", "b\0", "x" * 500])
def test_nobody_is_added_by_a_word_that_is_no_email_of_ours(watch, ben, ada, as_user, typed):
    answer = as_user(ada).post(url("group_add", watch.pk), {"person": typed})
    assert answer.status_code == 422
    assert not watch.members.exists()


def test_suggestions_leave_out_who_is_in(watch, ben, eve, ada, as_user):
    add_to_group(watch, ben, by=SYSTEM)
    client = as_user(ada)
    page = client.get(url("group_suggest", watch.pk), {"person": "acme"}).content.decode()
    assert "eve@acme.example" in page
    assert "ben@acme.example" not in page
    assert client.get(url("group_suggest", watch.pk), {"person": "\0'&|!:*"}).status_code == 200


def test_groups_are_found_by_a_part_of_their_name(watch, ada, as_user):
    create_group("Shift leads", by=SYSTEM)
    client = as_user(ada)
    part = client.get(url("groups"), {"q": "WATCH"}, headers=HTMX)
    assert "Night watch" in part.content.decode()
    assert "Shift leads" not in part.content.decode()
    assert b"<html" not in part.content
    assert "No group has this name" in client.get(url("groups"), {"q": "zzz"}).content.decode()


def test_the_list_says_what_to_do_when_it_is_empty(ada, as_user):
    assert "No groups yet" in as_user(ada).get(url("groups")).content.decode()


def test_lists_have_pages_and_a_constant_number_of_queries(ada, as_user):
    client, counts = as_user(ada), []
    client.get(url("groups"))
    first = create_group("Group 000", by=SYSTEM)
    for number in (5, 60):
        for n in range(number):
            add_to_group(create_group(f"Group {number} {n:03}", by=SYSTEM), ada, by=SYSTEM)
            add_to_group(first, make_user(), by=SYSTEM)
        with CaptureQueriesContext(connection) as listed:
            page = client.get(url("groups")).content.decode()
        with CaptureQueriesContext(connection) as shown:
            client.get(url("group", first.pk))
        counts.append((len(listed), len(shown)))
    assert counts[0] == counts[1]
    assert "of 66" in page
    assert "Next" in page


def test_an_owner_of_the_right_only_sees_all(watch, ben, ada):
    assert list(Group.objects.visible_to(Actor.of_user(ada))) == [watch]
    assert not Group.objects.visible_to(Actor.of_user(ben)).exists()
    assert not Group.objects.visible_to(Actor.nobody()).exists()
    GroupMembership.objects.create(group=watch, user=ben)
    assert list(Group.objects.visible_to(Actor.of_user(ben))) == [watch]
    assert not Group.objects.visible_to(Actor.nobody()).exists()


def test_members_of_a_large_group_are_searched(watch, ben, ada, as_user):
    add_to_group(watch, ben, by=SYSTEM)
    client = as_user(ada)
    assert "Search members" not in client.get(url("group", watch.pk)).content.decode()
    for _ in range(50):
        add_to_group(watch, make_user(), by=SYSTEM)
    assert "Search members" in client.get(url("group", watch.pk)).content.decode()
    found = client.get(url("group", watch.pk), {"q": "ben memb"}).content.decode()
    assert "ben@acme.example" in found
    assert "1–1 of 1" in found
    nobody = client.get(url("group", watch.pk), {"q": "zzz"}).content.decode()
    assert "No member has this name" in nobody
