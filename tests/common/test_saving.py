"""A lost race is answered as politely as a found fault."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.actions.newcomers import create_user
from accounts.actions.roles import create_role
from accounts.models import CustomRole, User
from common.saving import Unfit, save_valid, update_valid
from teams.actions import create_team
from teams.models import Team
from tests.make import SYSTEM


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: create_user("same@acme.example", full_name="Same", by=SYSTEM), "username"),
        (lambda: create_team("Same", by=SYSTEM), "name"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_of_ten_at_once_one_wins_and_the_others_are_told_the_field(make, field):
    start = threading.Barrier(10)
    refused: list[str] = []

    def run() -> None:
        start.wait()
        try:
            make()
        except ValidationError as problem:
            refused.extend(problem.error_dict)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [field] * 9


def test_the_field_is_named(db):
    create_user("one@acme.example", full_name="One", by=SYSTEM)
    with pytest.raises(ValidationError) as caught:
        create_user("ONE@acme.example", full_name="", by=SYSTEM)
    assert set(caught.value.error_dict) == {"username", "full_name"}
    assert User.objects.count() == 1


def test_what_somebody_deleted_stays_deleted(db):
    team = create_team("Gone", by=SYSTEM)
    stale = Team.objects.get(pk=team.pk)
    team.delete()
    with pytest.raises(ValidationError, match="deleted this meanwhile"):
        save_valid(stale)
    assert not Team.objects.exists()


def test_of_many_rows_the_faulty_one_is_named_and_none_is_saved(db):
    people = [create_user(f"p{n}@acme.example", full_name="P", by=SYSTEM) for n in range(3)]
    gone = create_role("Gone", by=SYSTEM)
    for person in people:
        person.full_name = "Q"
    people[1].role, people[1].custom_role = "custom", gone
    CustomRole.objects.filter(pk=gone.pk).delete()
    fields = [["full_name"], ["full_name", "role", "custom_role"], ["full_name"]]
    with pytest.raises(Unfit) as caught:
        update_valid(people, fields)
    assert [*caught.value.problems] == [1]
    assert set(caught.value.problems[1].error_dict) == {"custom_role"}
    people[1].role, people[1].custom_role, people[2].full_name = "user", None, ""
    with pytest.raises(Unfit) as caught:
        update_valid(people, fields)
    assert [*caught.value.problems] == [2]
    assert set(User.objects.values_list("full_name", flat=True)) == {"P"}


def test_of_many_rows_only_the_fields_named_are_asked_for_faults(db):
    create_user("one@acme.example", full_name="One", by=SYSTEM)
    User.objects.update(time_zone="Mars/Base")
    person = User.objects.get()
    person.full_name = "Two"
    update_valid([person], [["full_name"]])
    assert User.objects.get().full_name == "Two"
