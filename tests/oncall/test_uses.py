"""What is named by a rotation, an escalation or a rule stays, and the refusal says by what."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.people import delete_user
from accounts.models import User
from oncall import uses
from oncall.actions.escalations import Step, delete_escalation
from oncall.models import Escalation, Participant, Schedule
from routing.models import RoutingRule
from teams.actions import delete_team
from teams.models import Team
from tests.make import SYSTEM, make_escalation, make_team, make_user

pytestmark = pytest.mark.django_db


def give_turn(schedule: Schedule, who: User | Team, position: int = 1) -> None:
    kind = "user" if isinstance(who, User) else "team"
    rotation = schedule.rotations.get()
    Participant.objects.create(rotation=rotation, position=position, kind=kind, **{kind: who})


def test_a_named_person_stays_and_the_dialog_says_why(ada, ben, payments, as_user):
    give_turn(payments.schedules.get(), ben)
    make_escalation(payments, Step(payments), Step(ben), name="Nights")
    url = f"/people/{ben.pk}/delete/"
    for response in (as_user(ada).get(url), as_user(ada).post(url, {"username": ben.username})):
        html = response.content.decode()
        assert "Rotation Rotation of Payments_schedule" in html
        assert "Step 2 of Nights" in html
        assert "Delete Ben Member</button>" not in html
    assert response.status_code == 422
    assert User.objects.filter(pk=ben.pk).exists()


def test_the_refusal_is_one_sentence(ben, payments):
    give_turn(payments.schedules.get(), ben)
    with pytest.raises(ValidationError) as refused:
        delete_user(ben, by=SYSTEM)
    assert refused.value.messages == [
        "Ben Member is named by: rotation Rotation of Payments_schedule. Change these first."
    ]


def test_a_team_takes_its_own_along(ada, ben, payments, as_user):
    give_turn(payments.schedules.get(), ben)
    make_escalation(payments, Step(ben), Step(payments), Step(payments.schedules.get()))
    url = f"/teams/{payments.pk}/delete/"
    html = as_user(ada).get(url).content.decode()
    assert "1 schedule" in html
    assert "2 escalations" in html
    assert as_user(ada).post(url, {"name": "Payments"}).status_code == 302
    assert not Schedule.objects.exists()
    assert not Escalation.objects.exists()
    assert not RoutingRule.objects.exists()


@pytest.mark.parametrize("named", ["the team", "its schedule", "its turns"])
def test_a_team_that_others_name_stays(named, ada, payments, as_user):
    fraud = make_team("Fraud")
    if named == "its turns":
        give_turn(fraud.schedules.get(), payments)
        words = "Rotation Rotation of Fraud_schedule"
    else:
        recipient = payments if named == "the team" else payments.schedules.get()
        make_escalation(fraud, Step(recipient), name="Big trouble")
        words = "Step 1 of Big trouble"
    url = f"/teams/{payments.pk}/delete/"
    assert words in as_user(ada).get(url).content.decode()
    response = as_user(ada).post(url, {"name": "Payments"})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert payments.routing_rules.exists()
    delete_team(fraud, by=SYSTEM)
    delete_team(payments, by=SYSTEM)


def test_an_escalation_that_a_rule_notifies_stays(payments):
    escalation = payments.escalations.get()
    with pytest.raises(ValidationError, match="Default Routing Rule"):
        delete_escalation(escalation, by=SYSTEM)


def test_a_schedule_that_a_step_tells_is_used(payments):
    found = uses.uses_of(payments.schedules.get())
    assert [use.words for use in found] == ["step 1 of Payments_escalation"]
    assert found[0].address == payments.escalations.get().get_absolute_url()


def test_many_uses_are_counted():
    ben = make_user("Ben Member")
    for number in range(14):
        make_escalation(None, Step(ben), name=f"Night {number:02}")
    sentence = uses.sentence(ben, uses.uses_of(ben))
    assert sentence.startswith("Ben Member is named by: step 1 of Night 00; ")
    assert sentence.endswith("step 1 of Night 09; and 4 more. Change these first.")


def test_it_costs_few_queries_however_many_there_are(ben, payments):
    give_turn(payments.schedules.get(), ben)
    for _ in range(20):
        make_escalation(payments, Step(ben), Step(payments))
    for thing, most in ((ben, 3), (payments, 5), (payments.schedules.get(), 3)):
        with CaptureQueriesContext(connection) as asked:
            uses.uses_of(thing)
        assert len(asked) <= most
