"""Who sees which alerts, and what a role's rights do about it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.actions.keys import create_key
from accounts.actions.people import Role, change_role
from accounts.actions.roles import create_role
from accounts.actors import Actor, ChatScope, Via
from accounts.models import User
from alerts.actions.answers import acknowledge, close
from alerts.actions.content import set_message
from alerts.actions.ownership import assign
from alerts.models import Alert
from tests.make import SYSTEM, make_alert, make_team, make_user


def seen_by(by: Actor | User) -> set[str]:
    """The messages of the alerts that somebody sees."""
    by = Actor.of_user(by) if isinstance(by, User) else by
    return {alert.message for alert in Alert.objects.visible_to(by)}


@pytest.fixture
def three(payments, eve):
    """One alert of Payments, one of eve, one of nobody."""
    make_alert("of payments", responders=[payments])
    make_alert("of eve", responders=[eve])
    make_alert("of nobody")


def test_everybody_sees_their_own(three, olive, ada, tom, ben, eve):
    everything = {"of payments", "of eve", "of nobody"}
    assert seen_by(olive) == seen_by(ada) == everything
    assert seen_by(tom) == seen_by(ben) == {"of payments"}
    assert seen_by(eve) == {"of eve"}


def test_stakeholders_and_blocked_people_see_none(three, payments):
    stakeholder, blocked = make_user(role="stakeholder"), make_user(blocked=True)
    make_team("More", members=[stakeholder, blocked])
    make_alert("of more", responders=[stakeholder, blocked])
    assert seen_by(stakeholder) == seen_by(blocked) == set()


def test_an_actor_without_a_person_or_key_sees_none(three):
    for via in (Via.WEB, Via.API, Via.CHAT, Via.IMPORT):
        assert seen_by(Actor(name="bob", via=via)) == set()
    assert len(seen_by(SYSTEM)) == 3


def test_a_teams_key_sees_its_teams(three, payments):
    key = create_key("Grafana", team=payments, by=SYSTEM).row
    assert seen_by(Actor.of_key(key)) == {"of payments"}
    assert len(seen_by(Actor.of_key(create_key("All", by=SYSTEM).row))) == 3


def custom(person: User, **rights) -> User:
    """The person, in a custom role based on User."""
    role = create_role(f"Role of {person.pk}", extends="user", by=SYSTEM, **rights)
    change_role(person, role=Role("custom", role), by=SYSTEM)
    return User.objects.get(pk=person.pk)


def test_a_role_may_show_all_alerts(three, eve):
    assert len(seen_by(custom(eve, granted=["alerts-access-all"]))) == 3


def test_a_role_may_hide_them(three, ben):
    assert seen_by(custom(ben, disallowed=["see-alerts"])) == set()


@pytest.mark.parametrize("right", ["alert-action", "alert-close"])
def test_a_role_may_forbid_closing(right, payments, ben):
    alert = make_alert(responders=[payments])
    by = Actor.of_user(custom(ben, disallowed=[right]))
    with pytest.raises(PermissionDenied):
        close(alert, by=by)
    if right == "alert-close":
        acknowledge(alert, by=by)


def test_a_teams_key_changes_only_its_teams_alerts(three, payments):
    by = Actor.of_key(create_key("Grafana", team=payments, by=SYSTEM).row)
    close(Alert.objects.get(message="of payments"), by=by)
    with pytest.raises(PermissionDenied):
        close(Alert.objects.get(message="of eve"), by=by)


def test_a_chat_sees_and_answers_the_alerts_of_its_scope(three, payments, ben, eve):
    everywhere = Actor.in_chat("Slack @bob (not connected)", scope=ChatScope())
    by = Actor.in_chat("Slack @bob (not connected)", scope=ChatScope(payments.pk))
    assert len(seen_by(everywhere)) == 3
    assert seen_by(by) == {"of payments"}
    alert = Alert.objects.get(message="of payments")
    acknowledge(alert, by=by)
    assign(alert, ben, by=by)
    with pytest.raises(ValidationError, match="no such user"):
        assign(alert, eve, by=by)
    with pytest.raises(PermissionDenied):
        set_message(alert, "not slow", by=everywhere)
    with pytest.raises(PermissionDenied):
        close(Alert.objects.get(message="of eve"), by=by)
    assert not everywhere.runs_the_account
