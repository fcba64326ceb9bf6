"""The editor of a notification rule: for which alerts and shifts it holds, when, its repeating."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, NotificationRule
from oncall.models import Schedule
from tests.alerts.telling import make_schedule

pytestmark = pytest.mark.django_db
DB = {"field": "message", "not": False, "operation": "contains", "expectedValue": "db", "order": 0}
ROW = {
    "conditions-0-field": "message", "conditions-0-operation": "contains",
    "conditions-0-expected": "db", "conditions-0-order": "0",
}  # fmt: skip
NIGHTS = {"time_restriction-kind": "time-of-day", "time_restriction-daily_start": "20:00",
          "time_restriction-daily_end": "06:00"}  # fmt: skip


@pytest.fixture
def rule(ben) -> NotificationRule:
    return ben.notification_rules.get(action="create-alert")


def address(rule: NotificationRule) -> str:
    return reverse("accounts:rule_edit", args=[rule.user_id, rule.pk])


def save(client, rule, **data):
    """Send the form of a rule's page, and return the answer; the rule is read anew."""
    answer = client.post(address(rule), {"name": rule.name, "match_type": "match-all"} | data)
    rule.refresh_from_db()
    return answer


def test_conditions_and_windows_are_kept_as_the_api_has_them(rule, ben, as_user):
    data = ROW | NIGHTS | {"match_type": "match-all-conditions"}
    assert save(as_user(ben), rule, **data).status_code == 302
    assert rule.criteria == {"type": "match-all-conditions", "conditions": [DB]}
    assert rule.time_restriction == {
        "type": "time-of-day",
        "restriction": {"startHour": 20, "startMin": 0, "endHour": 6, "endMin": 0},
    }
    assert set(AuditEntry.objects.latest("at").changes) == {"criteria", "time_restriction"}


def test_the_profile_and_the_page_say_them_in_words(rule, ben, as_user):
    client = as_user(ben)
    save(client, rule, **ROW, **NIGHTS, match_type="match-any-condition", repeat="10")
    words = "nly if message contains “db” · every day 20:00–06:00"
    for page in (reverse("accounts:profile"), address(rule)):
        assert words in client.get(page).content.decode()
    profile = client.get(reverse("accounts:profile")).content.decode()
    assert "again 10 min later until somebody answers" in profile


def test_what_was_saved_is_shown_again(rule, ben, as_user):
    client = as_user(ben)
    save(client, rule, **ROW, **NIGHTS, match_type="match-any-condition", repeat="10")
    page = client.get(address(rule)).content.decode()
    assert 'value="db"' in page
    assert 'value="20:00"' in page
    assert 'value="10"' in page


def test_every_alert_and_always_empty_them(rule, ben, as_user):
    rule.criteria = {"type": "match-all-conditions", "conditions": [DB]}
    rule.repeat = {"loopAfter": 5, "enabled": True}
    rule.save()
    save(as_user(ben), rule, **ROW, repeat="")
    assert (rule.criteria, rule.time_restriction, rule.repeat) == (None, None, None)


def test_saving_what_is_there_changes_nothing(rule, ben, as_user):
    before = AuditEntry.objects.count()
    assert save(as_user(ben), rule).status_code == 302
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"match_type": "match-all-conditions"}, "Add a condition, or choose “Every alert”."),
        (
            ROW | {"match_type": "match-all-conditions", "conditions-0-operation": "matches",
                   "conditions-0-expected": "db["},
            "Fix condition 1 to save.",
        ),
        (NIGHTS | {"time_restriction-daily_end": "late"}, "Write both times as 18:00."),
        ({"repeat": "0"}, "greater than or equal to 1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_saved(rule, ben, as_user, data, words):
    answer = save(as_user(ben), rule, **data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert rule.criteria is None


@pytest.mark.parametrize(
    ("button", "seen"),
    [
        ({"conditions-do": "add"}, 'name="conditions-1-field"'),
        ({"windows-do": "fill-weekends"}, 'value="saturday" selected'),
    ],
)
def test_buttons_in_the_form_work_without_script_and_save_nothing(rule, ben, as_user, button, seen):
    data = ROW | {"match_type": "match-all-conditions", "name": "Nights"} | button
    answer = save(as_user(ben), rule, **data)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert seen in page
    assert 'value="Nights"' in page
    assert (rule.name, rule.criteria) == ("New alert", None)


def test_a_rule_about_shifts_may_be_for_some_schedules(ben, as_user):
    shifts, _ = make_schedule(ben), make_schedule(name="Strange")
    rule = ben.notification_rules.get(action="schedule-start")
    client = as_user(ben)
    page = client.get(address(rule)).content.decode()
    assert "Strange" not in page
    assert "conditions" not in page
    data = {"notification_time": ["1-hour-ago"], "schedules": [str(shifts.pk)]}
    assert save(client, rule, **data).status_code == 302
    assert rule.schedules == [{"type": "schedule", "id": str(shifts.pk), "name": "Shifts"}]
    assert rule.notification_time == ["1-hour-ago"]
    assert "Only in Shifts" in client.get(reverse("accounts:profile")).content.decode()
    save(client, rule, notification_time=["1-hour-ago"])
    assert rule.schedules is None


def test_schedules_named_by_an_import_are_found_by_their_names(ben, as_user):
    strange = Schedule.objects.create(name="Strange")
    rule = ben.notification_rules.get(action="schedule-start")
    rule.schedules = [{"type": "schedule", "name": "Strange"}]
    rule.save()
    assert f'value="{strange.pk}"' in as_user(ben).get(address(rule)).content.decode()


def test_strangers_find_no_such_page(rule, eve, as_user):
    assert as_user(eve).get(address(rule)).status_code == 404


def test_a_person_whose_rules_hold_only_sometimes_is_warned(rule, ben, as_user):
    client = as_user(ben)
    warning = "Some new alerts will not reach you."
    assert warning not in client.get(reverse("accounts:profile")).content.decode()
    save(client, rule, **NIGHTS)
    assert warning in client.get(reverse("accounts:profile")).content.decode()
