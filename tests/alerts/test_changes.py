"""Notes, tags, details, owners, priority, responders: what changes, what the log says of it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.actors import Actor
from accounts.models import AuditEntry
from alerts import log
from alerts.actions import content, reaching, removal
from alerts.actions.answers import close
from alerts.actions.ownership import assign, take_ownership
from alerts.limits import Named
from alerts.models import Alert, Route
from tests.make import SYSTEM, make_alert, make_team, make_user


@pytest.fixture
def alert(payments) -> Alert:
    return make_alert("db: slow", responders=[payments], tags=("db",), details={"region": "eu"})


def said(alert: Alert) -> list[str]:
    """What the log says, without how the alert came in."""
    return [log.sentence(entry) for entry in alert.log.all()][1:]


def test_notes_are_in_the_log(alert, ben):
    content.add_note(alert, " Disk full. ", by=Actor.of_user(ben))
    assert alert.log.last().details == {"note": "Disk full."}
    with pytest.raises(ValidationError, match="Write a note"):
        content.add_note(alert, "  ", by=Actor.of_user(ben))


def test_tags_come_and_go(alert, ben):
    by = Actor.of_user(ben)
    content.add_tags(alert, ["prod", "db", "prod", ""], by=by)
    assert Alert.objects.get().tags == ["db", "prod"]
    content.remove_tags(alert, ["db", "unknown"], by=by)
    content.remove_tags(alert, ["db"], by=by)
    assert Alert.objects.get().tags == ["prod"]
    assert said(alert) == ["added the tags prod", "removed the tags db"]


def test_details_come_and_go(alert, ben):
    by = Actor.of_user(ben)
    content.add_details(alert, {"host": "ledger-1", "up": False, "region": "eu"}, by=by)
    assert Alert.objects.get().details == {"region": "eu", "host": "ledger-1", "up": "false"}
    content.remove_details(alert, ["host", "unknown"], by=by)
    assert Alert.objects.get().details == {"region": "eu", "up": "false"}
    assert said(alert) == ["added the details host, up", "removed the details host"]


def test_two_who_add_tags_at_once_lose_none(alert, ben):
    same = Alert.objects.get(pk=alert.pk)
    content.add_tags(alert, ["one"], by=Actor.of_user(ben))
    content.add_tags(same, ["two"], by=Actor.of_user(ben))
    assert Alert.objects.get().tags == ["db", "one", "two"]


def test_priority_message_and_description(alert, ben):
    by = Actor.of_user(ben)
    for _ in range(2):  # the same again changes nothing
        content.set_priority(alert, 1, by=by)
        content.set_message(alert, "db: down", by=by)
        content.set_description(alert, "97 %", by=by)
    found = Alert.objects.get()
    assert (found.priority, found.message, found.description) == (1, "db: down", "97 %")
    assert said(alert) == [
        "changed the priority from P3 to P1",
        "changed the message",
        "changed the description",
    ]
    for change in (
        lambda: content.set_priority(alert, 6, by=by),
        lambda: content.set_message(alert, " ", by=by),
    ):
        with pytest.raises(ValidationError):
            change()


def test_it_is_found_by_its_new_words(alert, ben):
    content.set_message(alert, "queue stuck", by=Actor.of_user(ben))
    assert Alert.objects.filter(search_words="queue").exists()


def test_somebody_owns_it(alert, ben, eve):
    assign(alert, eve, by=Actor.of_user(ben))
    assert list(Alert.objects.visible_to(Actor.of_user(eve))) == [alert]
    with pytest.raises(ValidationError, match="Eve Stranger owns this alert already"):
        assign(alert, eve, by=Actor.of_user(ben))
    take_ownership(alert, by=Actor.of_user(ben))
    assert said(alert) == ["assigned the alert to Eve Stranger", "took the alert"]
    with pytest.raises(ValidationError, match="is blocked"):
        assign(alert, make_user("Gone", blocked=True), by=SYSTEM)
    with pytest.raises(ValidationError, match="Only a person"):
        take_ownership(alert, by=SYSTEM)


def test_it_is_escalated(alert, payments, ben):
    escalation = payments.escalations.get()
    reaching.escalate(alert, escalation, by=Actor.of_user(ben))
    assert said(alert) == [f"escalated the alert to {escalation.name}"]
    job = ProcrastinateJob.objects.get(task_name="alerts.tell_more")
    assert (job.args["kind"], job.args["target_id"]) == ("escalation", str(escalation.pk))


def test_another_team_is_told_as_its_rules_say(alert, ben, eve):
    fraud = make_team("Fraud", members=[eve])
    for _ in range(2):
        reaching.add_responder(alert, Named("team", name="Fraud"), by=Actor.of_user(ben))
    assert list(Alert.objects.visible_to(Actor.of_user(eve))) == [alert]
    route = Route.objects.get(team_id=fraud.pk)
    assert route.target_name == "Fraud_escalation"
    job = ProcrastinateJob.objects.get(task_name="alerts.tell_more")
    assert job.args["target_id"] == str(route.target_id)
    assert said(alert) == ["added the team Fraud as responder"]


def test_a_person_is_added_and_sees_it(alert, ben, eve):
    reaching.add_responder(alert, Named("user", id=str(eve.pk)), by=Actor.of_user(ben))
    assert list(Alert.objects.visible_to(Actor.of_user(eve))) == [alert]
    job = ProcrastinateJob.objects.get(task_name="alerts.tell_more")
    assert (job.args["kind"], job.args["target_id"]) == ("user", str(eve.pk))
    with pytest.raises(ValidationError, match="no such responder"):
        reaching.add_responder(alert, Named("user", name="x"), by=Actor.of_user(ben))


def test_its_own_actions_are_logged(payments, ben):
    alert = make_alert(responders=[payments], actions=("restart",))
    reaching.run_action(alert, "restart", by=Actor.of_user(ben))
    assert said(alert) == ["ran the action restart"]
    with pytest.raises(ValidationError, match="no such action"):
        reaching.run_action(alert, "explode", by=Actor.of_user(ben))


def test_after_closing_only_notes_tags_and_details_change(alert, payments, ben, eve):
    by = Actor.of_user(ben)
    close(alert, by=by)
    content.add_note(alert, "Done.", by=by)
    content.add_tags(alert, ["done"], by=by)
    content.add_details(alert, {"cause": "disk"}, by=by)
    for change in (
        lambda: content.set_priority(alert, 1, by=by),
        lambda: content.set_message(alert, "new", by=by),
        lambda: assign(alert, eve, by=by),
        lambda: reaching.escalate(alert, payments.escalations.get(), by=by),
        lambda: reaching.add_responder(alert, Named("user", id=str(eve.pk)), by=by),
    ):
        with pytest.raises(ValidationError, match="has closed this alert already"):
            change()


def test_what_comes_too_late_for_a_deleted_alert_says_so(alert, ben):
    alert.actions = ["restart"]
    removal.delete_alert(Alert.objects.get(), by=SYSTEM)
    for late in (
        lambda: content.add_note(alert, "x", by=Actor.of_user(ben)),
        lambda: reaching.run_action(alert, "restart", by=Actor.of_user(ben)),
    ):
        with pytest.raises(ValidationError, match="deleted meanwhile"):
            late()


def test_it_is_deleted_and_the_accounts_log_keeps_that(alert, ada, ben):
    with pytest.raises(PermissionDenied):
        removal.delete_alert(alert, by=Actor.of_user(ben))
    removal.delete_alert(alert, by=Actor.of_user(ada))
    removal.delete_alert(alert, by=Actor.of_user(ada))
    assert not Alert.objects.exists()
    entry = AuditEntry.objects.get(verb="alert.deleted")
    assert "db: slow" in entry.target_name


def test_an_observer_changes_nothing(alert, payments, ben):
    by = Actor.of_user(make_user(role="observer"))
    for change in (
        lambda: content.add_note(alert, "x", by=by),
        lambda: content.add_tags(alert, ["x"], by=by),
        lambda: content.remove_tags(alert, ["db"], by=by),
        lambda: content.add_details(alert, {"x": "y"}, by=by),
        lambda: content.remove_details(alert, ["region"], by=by),
        lambda: content.set_priority(alert, 1, by=by),
        lambda: content.set_message(alert, "x", by=by),
        lambda: content.set_description(alert, "x", by=by),
        lambda: assign(alert, ben, by=by),
        lambda: take_ownership(alert, by=by),
        lambda: reaching.escalate(alert, payments.escalations.get(), by=by),
        lambda: reaching.add_responder(alert, Named("user", id=str(ben.pk)), by=by),
        lambda: reaching.run_action(alert, "x", by=by),
        lambda: removal.delete_alert(alert, by=by),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert said(alert) == []
