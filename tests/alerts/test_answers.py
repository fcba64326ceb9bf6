"""Acknowledging, closing, snoozing: who wins, what the log says, what comes after."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.actors import Actor
from alerts import log
from alerts.actions.answers import acknowledge, close, snooze, unacknowledge, wake
from alerts.actions.bulk import acknowledge_many, close_many
from alerts.models import Alert
from alerts.signals import alert_logged
from tests.jobs import run_jobs
from tests.make import SYSTEM, make_alert, make_user


@pytest.fixture
def alert(payments) -> Alert:
    return make_alert(responders=[payments])


def verbs(alert: Alert) -> list[str]:
    """What the log says, without how the alert came in."""
    return list(alert.log.values_list("verb", flat=True))[1:]


def test_who_acknowledges_it_owns_it_unless_somebody_does(alert, ben, tom):
    acknowledge(alert, by=Actor.of_user(ben))
    assert alert.is_acknowledged
    assert (alert.acknowledged_by, alert.owner) == ("Ben Member", ben)
    unacknowledge(alert, by=Actor.of_user(tom))
    assert (alert.is_acknowledged, alert.acknowledged_by) == (False, "")
    acknowledge(alert, by=Actor.of_user(tom))
    assert alert.owner == ben
    assert verbs(alert) == ["acknowledged", "unacknowledged", "acknowledged"]


def test_of_two_who_acknowledge_one_wins_and_the_other_is_told_who(alert, ben, tom):
    same = Alert.objects.get(pk=alert.pk)
    acknowledge(alert, by=Actor.of_user(ben))
    with pytest.raises(ValidationError, match="Ben Member has acknowledged this alert already"):
        acknowledge(same, by=Actor.of_user(tom))
    assert verbs(alert) == ["acknowledged"]


def test_of_two_who_close_one_wins_and_the_other_is_told_who(alert, ben, tom):
    same = Alert.objects.get(pk=alert.pk)
    close(alert, by=Actor.of_user(ben))
    assert (alert.status, alert.closed_by) == ("closed", "Ben Member")
    for late in (close, acknowledge):
        with pytest.raises(ValidationError, match="Ben Member has closed this alert already"):
            late(same, by=Actor.of_user(tom))


def test_what_nobody_acknowledged_cannot_be_taken_back(alert, ben):
    with pytest.raises(ValidationError, match="Nobody has acknowledged"):
        unacknowledge(alert, by=Actor.of_user(ben))


def test_an_alert_deleted_meanwhile_says_so(alert, ben):
    Alert.objects.all().delete()
    with pytest.raises(ValidationError, match="deleted meanwhile"):
        acknowledge(alert, by=Actor.of_user(ben))


def test_after_a_snooze_its_people_are_told_again(alert, ben):
    run_jobs()
    acknowledge(alert, by=Actor.of_user(ben))
    until = timezone.now() + timedelta(hours=1)
    snooze(alert, until=until, by=Actor.of_user(ben))
    assert ProcrastinateJob.objects.get(task_name="alerts.wake").scheduled_at == until
    wake(alert.pk, until)
    alert.refresh_from_db()
    assert (alert.snoozed_until, alert.is_acknowledged, alert.told_at) == (None, False, None)
    assert [verb for verb in verbs(alert) if verb in log.WORDS][-3:] == [
        "acknowledged", "snoozed", "woke"
    ]  # fmt: skip
    assert ProcrastinateJob.objects.filter(task_name="alerts.tell").count() == 2


def test_only_the_last_snooze_ends(alert, ben):
    first = timezone.now() + timedelta(hours=1)
    snooze(alert, until=first, by=Actor.of_user(ben))
    snooze(alert, until=first + timedelta(hours=1), by=Actor.of_user(ben))
    wake(alert.pk, first)
    assert Alert.objects.get().snoozed_until == first + timedelta(hours=1)


def test_who_acknowledges_a_snoozed_alert_ends_the_snooze(alert, ben):
    until, other = timezone.now() + timedelta(hours=1), make_alert()
    for one in (alert, other):
        snooze(one, until=until, by=SYSTEM)
    acknowledge(alert, by=Actor.of_user(ben))
    acknowledge_many([other.pk], by=SYSTEM)
    for one in (alert, other):
        wake(one.pk, until)
        one.refresh_from_db()
        assert (one.is_acknowledged, one.snoozed_until) == (True, None)
        assert verbs(one) == ["snoozed", "acknowledged"]


def test_a_closed_alert_does_not_wake(alert, ben):
    until = timezone.now() + timedelta(hours=1)
    snooze(alert, until=until, by=Actor.of_user(ben))
    close(alert, by=Actor.of_user(ben))
    wake(alert.pk, until)
    assert verbs(alert) == ["snoozed", "closed"]


def test_a_snooze_ends_in_the_future(alert, ben):
    with pytest.raises(ValidationError, match="still to come"):
        snooze(alert, until=timezone.now(), by=Actor.of_user(ben))
    with pytest.raises(ValidationError, match="within a year"):
        snooze(alert, until=datetime.max.replace(tzinfo=UTC), by=Actor.of_user(ben))


def test_who_has_no_right_changes_nothing(alert, payments):
    for by in (Actor.of_user(make_user(role="observer")), Actor.nobody()):
        for change in (acknowledge, unacknowledge, close):
            with pytest.raises(PermissionDenied):
                change(alert, by=by)
        with pytest.raises(PermissionDenied):
            close_many([alert.pk], by=by)
    assert verbs(alert) == []


def test_many_at_once_in_a_constant_number_of_statements(
    payments, ben, django_assert_max_num_queries
):
    by = Actor.of_user(ben)
    alerts = [make_alert(responders=[payments]) for _ in range(12)]
    others = make_alert()
    acknowledge(alerts[0], by=SYSTEM)
    ids = [alert.pk for alert in [*alerts, others]]
    with django_assert_max_num_queries(8):
        assert acknowledge_many(ids, by=by) == 11
    with django_assert_max_num_queries(8):
        assert close_many(ids, by=by) == 12
    assert verbs(alerts[3]) == ["acknowledged", "closed"]
    assert {alert.owner for alert in Alert.objects.exclude(pk=others.pk)} == {None, ben}
    assert Alert.objects.get(pk=others.pk).is_open


def test_all_at_once_needs_a_right_of_its_own(alert, ben, ada):
    with pytest.raises(PermissionDenied):
        close_many([alert.pk], by=Actor.of_user(ben), all_at_once=True)
    assert close_many([alert.pk], by=Actor.of_user(ada), all_at_once=True) == 1


def test_others_hear_of_it_and_may_undo_it(alert, ben):
    def refuse(entries, by, **more):
        raise RuntimeError([(entry.verb, entry.alert.pk) for entry in entries])

    alert_logged.connect(refuse)
    try:
        with pytest.raises(RuntimeError, match="closed"):
            close(alert, by=Actor.of_user(ben))
    finally:
        alert_logged.disconnect(refuse)
    assert Alert.objects.get().is_open


def test_the_log_reads_as_sentences(alert, ben):
    until = timezone.now() + timedelta(days=1)
    snooze(alert, until=until, by=Actor.of_user(ben))
    words = log.sentence(alert.log.last())
    assert words.startswith("snoozed the alert until ")
    assert f"{until.year}" in words
