"""A new alert is told to the people it is for, by their rules, and the log says so."""

import re
import smtplib

import pytest
from django.core import mail

from accounts.actions.people import block
from accounts.actors import Actor
from alerts import sending, telling
from alerts.actions.answers import acknowledge, close, snooze
from alerts.actions.reaching import add_responder
from alerts.limits import Named
from alerts.models import Alert, Notification
from oncall.actions.escalations import Step
from tests.alerts.telling import NOON, at, make_rule, make_schedule, only_rule, rows, said, told
from tests.jobs import run_jobs
from tests.make import SYSTEM, make_alert, make_escalation, make_team, make_user
from tests.make import make_rule as make_routing_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def shifts(ben):
    return make_schedule(ben)


def test_whoever_is_on_call_gets_an_email_that_says_what_and_why(shifts, ben, payments):
    make_routing_rule(payments, "Databases", "message contains db", notify=shifts)
    ben.time_zone = "Europe/Paris"
    ben.save()
    alert = make_alert(
        "db-7 is down", responders=[payments], at=NOON, priority=2, tags=("db",), source="nagios",
        details={"region": "eu"}, description="No answer for 5 minutes.",
    )  # fmt: skip
    assert told() == [f"ben: [P2] #{alert.tiny_id} db-7 is down"]
    assert said(alert) == ["notified Ben Member by e-mail – Schedule Shifts"]


def test_the_email_holds_the_facts_and_leads_to_the_alert(shifts, ben, payments, as_user):
    ben.time_zone = "Europe/Paris"
    ben.save()
    make_alert(
        "db-7 is down", responders=[shifts], at=NOON, priority=2, tags=("db",), source="nagios",
        details={"region": "eu"}, description="No answer for 5 minutes.",
    )  # fmt: skip
    with at():
        run_jobs()
    sent = mail.outbox[0]
    for line in (
        "Priority: P2", "Since: Mon 2 Mar, 13:00 (Europe/Paris)", "Source: nagios", "Tags: db",
        "region: eu", "No answer for 5 minutes.", "Why you: Schedule Shifts.",
        "Your rule “New alert” sent this.",
    ):  # fmt: skip
        assert line in sent.body
    assert sent.extra_headers["Message-ID"] == f"<{Notification.objects.get().pk}@localhost>"
    page = re.search(r"http://localhost:\d+(/alerts/\S+)", sent.body)[1]
    assert as_user(ben).get(page).status_code == 200  # he is told, so he may see it


def test_an_alert_is_told_once_however_often_the_job_is_done(shifts):
    alert = make_alert(responders=[shifts], at=NOON)
    assert len(told()) == 1
    telling.tell(alert.pk)
    assert told() == []


def test_somebody_found_in_several_ways_is_told_once(shifts, ben):
    other = make_schedule(ben, name="Others")
    alert = make_alert(responders=[shifts, ben, other], at=NOON)
    assert len(told()) == 1
    assert said(alert) == [
        "notified Ben Member by e-mail – Schedule Shifts, Schedule Others, Responder"
    ]


def test_two_rules_with_the_same_step_are_one_message(shifts, ben):
    make_rule(ben, "create-alert", 0, 5)
    make_alert(responders=[shifts], at=NOON)
    assert len(told()) == 1
    assert len(told(5)) == 1


def test_a_schedule_with_nobody_on_call_is_said_plainly(db):
    alert = make_alert(responders=[make_schedule()], at=NOON)
    assert told() == []
    assert said(alert) == ["found nobody on call in the schedule Shifts"]


def test_an_alert_for_nobody_says_so(db):
    alert = make_alert(at=NOON)
    assert told() == []
    assert said(alert) == ["told nobody: it has no responders"]


def test_a_route_to_nobody_says_so(payments):
    make_routing_rule(payments, "Quiet")
    alert = make_alert(responders=[payments], at=NOON)
    assert told() == []
    assert said(alert) == ["told nobody: the rules of its teams name nobody"]


def test_blocked_people_get_nothing(shifts, ben, eve):
    block(ben, by=SYSTEM)
    alert = make_alert(responders=[shifts, ben, eve], at=NOON)
    assert [one.partition(":")[0] for one in told()] == ["eve"]
    assert "could not notify Ben Member: blocked people are told nothing" in said(alert)


def test_somebody_blocked_before_the_message_went_out_gets_nothing(shifts, ben):
    only_rule(ben, "create-alert", 5)
    make_alert(responders=[shifts], at=NOON)
    assert told() == []
    block(ben, by=SYSTEM)
    assert told(5) == []


def test_who_has_no_rule_that_holds_is_named(shifts, ben):
    ben.notification_rules.all().delete()
    alert = make_alert(responders=[shifts], at=NOON)
    assert told() == []
    reason = "no notification rule for new alerts holds for this one now"
    assert said(alert) == [f"could not notify Ben Member: {reason}"]


@pytest.mark.parametrize(
    ("method", "to", "words"),
    [
        ("sms", "1-5551234567", "by SMS: no SMS provider is set up"),
        ("voice", "1-5551234567", "by voice: no voice provider is set up"),
        ("email", "other@acme.example", "by e-mail: e-mail other@acme.example is not verified"),
    ],
)
def test_a_contact_that_cannot_be_reached_is_said_plainly(shifts, ben, method, to, words):
    step = only_rule(ben, "create-alert").steps.get()
    step.contact = ben.contacts.create(method=method, to=to)
    step.save()
    alert = make_alert(responders=[shifts], at=NOON)
    assert told() == []
    assert words in said(alert)[0].lower().replace("sms", "SMS")
    assert Notification.objects.get().state == "skipped"


def test_later_steps_come_later(shifts, ben):
    only_rule(ben, "create-alert", 0, 5, 30)
    make_alert(responders=[shifts], at=NOON)
    assert [len(told(minutes)) for minutes in (0, 4, 5, 29, 30, 60)] == [1, 0, 1, 0, 1, 0]


@pytest.mark.parametrize("answer", ["acknowledge", "close", "snooze"])
def test_later_steps_are_dropped_once_somebody_answers(shifts, ben, tom, answer):
    only_rule(ben, "create-alert", 0, 5)
    alert = make_alert(responders=[shifts], at=NOON)
    assert len(told()) == 1
    with at(1):
        until = {"until": NOON.replace(hour=14)} if answer == "snooze" else {}
        does = {"acknowledge": acknowledge, "close": close, "snooze": snooze}[answer]
        does(alert, by=Actor.of_user(tom), **until)
    assert told(5) == []
    assert Notification.objects.filter(state="skipped").count() == 1
    assert not any("could not" in line for line in said(alert))


def test_what_was_closed_before_anybody_was_told_stays_quiet(shifts):
    alert = make_alert(responders=[shifts], at=NOON)
    close(alert, by=SYSTEM)
    assert told() == []
    assert said(alert)[-1] == "told nobody: Test has closed the alert already"


def test_after_a_snooze_all_are_told_again(shifts, ben):
    alert = make_alert(responders=[shifts], at=NOON)
    told()
    with at(1):
        snooze(alert, until=NOON.replace(hour=13), by=Actor.of_user(ben))
    assert told(59) == []
    assert told(60) == [f"ben: [P3] #{alert.tiny_id} Again: {alert.message}"]


def test_being_told_again_has_rules_of_its_own(shifts, ben):
    make_rule(ben, "renotified-alert", 10)
    alert = make_alert(responders=[shifts], at=NOON)
    told()
    with at(1):
        snooze(alert, until=NOON.replace(hour=13), by=Actor.of_user(ben))
    assert told(60) == []
    assert len(told(70)) == 1


def test_a_responder_added_later_is_told(shifts, ben, eve):
    alert = make_alert(responders=[shifts], at=NOON)
    told()
    with at(1):
        add_responder(alert, Named("user", id=str(eve.pk)), by=SYSTEM)
    assert told(1) == [f"eve: [P3] #{alert.tiny_id} {alert.message}"]
    assert eve.pk in Alert.objects.get().people_ids


def test_an_open_list_shows_an_alert_to_who_is_told_of_it(shifts, eve, as_user):
    alert = make_alert(responders=[shifts], at=NOON)
    told()
    with at(5):
        client, more = as_user(eve), make_schedule(eve, name="More")
        add_responder(alert, Named("schedule", id=str(more.pk)), by=SYSTEM)
        assert rows(client, since=4) == 0
    Alert.objects.update(updated_at=NOON)  # whatever else has changed it
    told(6)
    with at(7):
        assert rows(client, since=5) == 1


def test_a_rule_repeats_until_somebody_answers(shifts, ben, tom):
    only_rule(ben, "create-alert", 0, 5, repeat={"loopAfter": 10, "enabled": True})
    alert = make_alert(responders=[shifts], at=NOON)
    times = [minutes for minutes in range(0, 40, 5) if told(minutes)]
    assert times == [0, 5, 15, 20, 30, 35]
    with at(40):
        acknowledge(alert, by=Actor.of_user(tom))
    assert not any(told(minutes) for minutes in range(40, 80, 5))


def test_who_is_told_again_meanwhile_has_one_repeating_only(ben):
    only_rule(ben, "create-alert", 0, repeat={"loopAfter": 10, "enabled": True})
    make_alert(responders=[make_escalation(None, Step(ben), Step(ben, 5))], at=NOON)
    assert [minute for minute in range(0, 40, 5) if told(minute)] == [0, 5, 15, 25, 35]


def test_two_rules_that_repeat_keep_each_other_from_nothing(ben):
    only_rule(ben, "create-alert", 0, repeat={"loopAfter": 10, "enabled": True})
    other = make_rule(ben, "create-alert", 1, repeat={"loopAfter": 14, "enabled": True})
    other.name = "Slowly"
    other.save()
    make_alert(responders=[ben], at=NOON)
    assert [minute for minute in range(0, 47) if told(minute)] == [0, 1, 10, 16, 20, 30, 31, 40, 46]


def test_two_rules_of_one_name_that_repeat_keep_each_other_from_nothing(ben):
    for loop in (10, 14):
        make = make_rule if loop == 14 else only_rule
        make(ben, "create-alert", 0, repeat={"loopAfter": loop, "enabled": True})
    make_alert(responders=[ben], at=NOON)
    assert [minute for minute in range(0, 45) if told(minute)] == [0, 10, 14, 20, 28, 30, 40, 42]


def test_who_is_told_again_has_one_repeating_of_each_rule_only(ben):
    for loop in (10, 14):
        make = make_rule if loop == 14 else only_rule
        make(ben, "create-alert", 0, repeat={"loopAfter": loop, "enabled": True})
    make_alert(responders=[make_escalation(None, Step(ben), Step(ben, 5))], at=NOON)
    assert [minute for minute in range(0, 34) if told(minute)] == [0, 5, 15, 19, 25, 33]


CONDITIONS = [{"field": "message", "operation": "contains", "expectedValue": "db"}]
NIGHTS = {
    "type": "time-of-day",
    "restriction": {"startHour": 20, "startMin": 0, "endHour": 6, "endMin": 0},
}


def test_a_rule_with_conditions_holds_for_some_alerts(shifts, ben):
    only_rule(ben, "create-alert", criteria={"type": "match-all-conditions", "conditions": CONDITIONS})  # fmt: skip  # noqa: E501
    make_alert("db is down", responders=[shifts], at=NOON)
    make_alert("web is down", responders=[shifts], at=NOON)
    assert [one.split(" ", 3)[3] for one in told()] == ["db is down"]


@pytest.mark.parametrize(("zone", "count"), [("UTC", 0), ("Asia/Tokyo", 1)])
def test_a_rule_with_windows_goes_by_the_clock_of_the_person(shifts, ben, zone, count):
    only_rule(ben, "create-alert", time_restriction=NIGHTS)
    ben.time_zone = zone  # noon is 21:00 in Tokyo
    ben.save()
    alert = make_alert(responders=[shifts], at=NOON)
    assert len(told()) == count
    assert bool("could not notify" in said(alert)[-1]) is not bool(count)


def test_a_rule_outside_its_windows_repeats_once_they_open_again(shifts, ben):
    restriction = {"startHour": 12, "startMin": 30, "endHour": 12, "endMin": 10}
    windows = {"type": "time-of-day", "restriction": restriction}
    repeat = {"loopAfter": 8, "enabled": True}
    only_rule(ben, "create-alert", time_restriction=windows, repeat=repeat)
    make_alert(responders=[shifts], at=NOON)
    assert [minute for minute in range(0, 45, 4) if told(minute)] == [0, 8, 32, 40]


def test_telling_many_people_takes_no_more_statements(
    django_assert_max_num_queries, shifts, payments
):
    crowd = [make_user() for _ in range(15)]
    team = make_team("Crowd", members=crowd)
    everybody = make_schedule(*crowd[:1], name="Everybody")
    everybody.rotations.get().participants.update(kind="team", user=None, team=team)
    alert = make_alert(responders=[everybody], at=NOON)
    with at(), django_assert_max_num_queries(26):
        telling.tell(alert.pk)
    assert Notification.objects.count() == 15


class FullMailbox:
    """A mail server that has no room for Ben, for the moment or for ever."""

    code = 452

    def __init__(self, **options) -> None: ...
    def open(self) -> None: ...
    def close(self) -> None: ...

    def send_messages(self, messages) -> None:
        if messages[0].to[0].startswith("ben"):
            raise smtplib.SMTPRecipientsRefused({"ben": (self.code, b"No room here")})
        mail.outbox.append(messages[0])


class NoMailbox(FullMailbox):
    code = 550


def test_a_message_that_fails_keeps_no_other_from_going_out(ben, tom, settings):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.FullMailbox"}}
    make_alert(responders=[ben, tom], at=NOON)
    with at():
        telling.tell(Alert.objects.get().pk)
        ids = list(Notification.objects.values_list("pk", flat=True))
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            sending.send_all(ids)
    assert [one.to for one in mail.outbox] == [["tom@acme.example"]]
    assert sorted(Notification.objects.values_list("state", flat=True)) == ["sending", "sent"]
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    with at():
        sending.send_all(ids)
    assert [one.to[0] for one in mail.outbox] == ["tom@acme.example", "ben@acme.example"]


def test_what_the_mail_server_never_takes_is_given_up_at_once(ben, settings):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.NoMailbox"}}
    alert = make_alert(responders=[ben], at=NOON)
    assert told() == []
    refused = "could not notify Ben Member by e-mail: the mail server refused it: 550 No room here"
    assert said(alert) == [refused]


class Broken(FullMailbox):
    """A mail server that makes us stumble over Ben."""

    def send_messages(self, messages) -> None:
        if messages[0].to[0].startswith("ben"):
            raise ValueError("no such thing")
        mail.outbox.append(messages[0])


def test_a_slip_in_one_message_keeps_no_other_from_going_out(ben, tom, settings):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Broken"}}
    alert = make_alert(responders=[ben, tom], at=NOON)
    with at():
        telling.tell(alert.pk)
        ids = list(Notification.objects.values_list("pk", flat=True))
        with pytest.raises(ValueError, match="no such thing"):
            sending.send_all(ids)
        sending.send_all(ids, is_last_try=True)
    assert [one.to for one in mail.outbox] == [["tom@acme.example"]]
    assert said(alert)[-1] == "could not notify Ben Member by e-mail: given up: no such thing"
