"""Pages on which teams of thousands are named: only those people are loaded whom they name."""

from contextlib import contextmanager

import pytest
from django.db.models.signals import post_init

from accounts.models import User
from oncall.actions.escalations import Step
from tests.asking import queries_of
from tests.make import make_crowd, make_escalation, make_rotation, make_schedule, make_team

pytestmark = pytest.mark.django_db
LIST = "/on-call/escalations/"


@contextmanager
def people_loaded():
    """A list that everybody comes into who is read from the database."""
    loaded: list[User] = []

    def note(instance: User, **more: object) -> None:
        loaded.append(instance)

    post_init.connect(note, sender=User)
    try:
        yield loaded
    finally:
        post_init.disconnect(note, sender=User)


def test_of_thousands_six_are_loaded_and_named(payments, tom, as_user):
    make_crowd(payments, 5000)
    steps = [Step(payments, notify_type="all"), Step(payments, 5, notify_type="admins")]
    everybody = make_escalation(payments, *steps, Step(tom, 9), name="Everybody")
    client, page = as_user(tom), everybody.get_absolute_url()
    for url in (LIST, page, f"{page}edit/", f"/teams/{payments.pk}/on-call/"):
        with people_loaded() as loaded:
            text = " ".join(client.get(url).content.decode().split())
        named = "Ben Member, Crowd 00001, Crowd 00002, Crowd 00003, Crowd 00004, Crowd 00005"
        assert f'{named} <span class="dim num">and more than 1,000 more</span>' in text
        assert len(loaded) < 30


def test_the_head_of_a_team_names_five(payments, ben, as_user):
    make_crowd(payments, 120)
    with people_loaded() as loaded:
        text = as_user(ben).get(f"/teams/{payments.pk}/").content.decode()
    assert "Ben Member, Crowd 00001, Crowd 00002, Crowd 00003, Crowd 00004 and 117 more" in text
    assert len(loaded) < 30


def test_the_blocked_are_neither_named_nor_counted(payments, ben, as_user):
    make_crowd(payments, 120)
    make_escalation(payments, Step(payments, notify_type="all"), name="Everybody")
    User.objects.filter(full_name__startswith="Crowd 0000").update(is_blocked=True)
    text = " ".join(as_user(ben).get(LIST).content.decode().split())
    named = "Ben Member, Crowd 00010, Crowd 00011, Crowd 00012, Crowd 00013, Crowd 00014"
    assert f'{named} <span class="dim num">and 107 more</span>' in text


def test_who_is_named_beside_a_crowd_counts_once(payments, tom, ben, eve, as_user):
    make_crowd(payments, 101)
    make_rotation(make_schedule("Both", team=payments), ben)
    both = Step(payments.schedules.get(name="Both"))
    make_escalation(payments, both, Step(eve), Step(payments, notify_type="users"), name="A crowd")
    text = " ".join(as_user(ben).get(LIST).content.decode().split())
    named = "Ben Member, Crowd 00001, Crowd 00002, Crowd 00003, Crowd 00004, Crowd 00005"
    assert f'{named} <span class="dim num">and 97 more</span>' in text


def test_many_crowds_cost_what_one_costs(payments, ben, as_user):
    make_crowd(payments, 101)
    client = as_user(ben)
    few = queries_of(client, LIST)
    for _ in range(4):
        team = make_team()
        make_crowd(team, 101)
        make_escalation(team, Step(team, notify_type="all"), Step(ben))
    assert queries_of(client, LIST) == few <= 18
