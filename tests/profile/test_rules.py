"""Notification rules and their steps."""

import pytest
from django.urls import reverse

from accounts.actions.contacts import add_contact
from accounts.actions.rules import add_rule, add_step
from accounts.models import AuditEntry, NotificationRule, NotificationStep
from accounts.rule_words import delay_in_words
from tests.asking import HTMX
from tests.make import SYSTEM, make_user


def url(name, person, **more):
    return reverse(f"accounts:{name}", kwargs={"pk": person.pk} | more)


@pytest.fixture
def rule(ben) -> NotificationRule:
    return ben.notification_rules.get(action="create-alert")


def profile_of(client) -> str:
    return client.get(reverse("accounts:profile")).content.decode()


def test_a_new_person_is_told_of_what_waits_for_them_by_email(ben):
    rules = ben.notification_rules.prefetch_related("steps__contact")
    assert [rule.action for rule in rules] == ["create-alert", "assigned-alert", "schedule-start"]
    assert all([step.contact.to for step in rule.steps.all()] == [ben.username] for rule in rules)
    assert rules[2].notification_time == ["just-before"]


@pytest.mark.parametrize("role", ["stakeholder", "observer"])
def test_a_role_without_notification_rules_starts_with_none(db, role):
    assert not make_user("Olga", role=role).notification_rules.exists()


def test_a_rule_is_added_with_its_first_step(ben, as_user):
    contact = add_contact(ben, method="sms", to="1-5551234567", by=SYSTEM)
    client = as_user(ben)
    page = client.get(url("rule_new", ben) + "?action=closed-alert").content.decode()
    assert "Add rule: Closed alert" in page
    data = {"action": "closed-alert", "name": "At night", "contact": contact.pk}
    answer = client.post(url("rule_new", ben), data | {"after_minutes": "90"})
    assert answer.status_code == 302
    rule = ben.notification_rules.get(action="closed-alert")
    assert rule.position == 3
    assert "SMS after 1 h 30 min" in profile_of(client)
    assert AuditEntry.objects.filter(verb="rule.added", target_id=ben.pk).exists()


def test_a_rule_about_a_schedule_tells_before_it(ben, as_user):
    data = {
        "action": "schedule-end",
        "name": "Nearly over",
        "contact": ben.contacts.get().pk,
        "notification_time": ["1-day-ago", "15-minutes-ago"],
        "after_minutes": "30",  # not asked for, so not taken
    }
    client = as_user(ben)
    assert client.post(url("rule_new", ben), data).status_code == 302
    rule = ben.notification_rules.get(action="schedule-end")
    assert rule.notification_time == ["15-minutes-ago", "1-day-ago"]
    assert rule.steps.get().after_minutes == 0
    assert "E-mail 15 min before, 1 day before" in profile_of(client)


def test_a_rule_about_a_schedule_needs_a_moment(ben, as_user):
    data = {"action": "schedule-end", "name": "x", "contact": ben.contacts.get().pk}
    answer = as_user(ben).post(url("rule_new", ben), data)
    assert answer.status_code == 422
    assert not ben.notification_rules.filter(action="schedule-end").exists()


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "x" * 513},
        {"name": "a\0"},
        {"action": "pizza"},
        {"contact": "1"},
        {"contact": "EVES"},
        {"after_minutes": "-1"},
        {"after_minutes": "10081"},
        {"after_minutes": "soon"},
        {"after_minutes": ""},
    ],
)
def test_nothing_half_done_when_a_field_is_wrong(ben, eve, as_user, change):
    data = {"action": "add-note", "name": "Notes", "contact": ben.contacts.get().pk}
    data |= {"after_minutes": "0"} | change
    if data["contact"] == "EVES":
        data["contact"] = eve.contacts.get().pk
    assert as_user(ben).post(url("rule_new", ben), data).status_code == 422
    assert ben.notification_rules.count() == 3


def test_steps_are_added_changed_switched_and_removed(ben, rule, as_user):
    client, contact = as_user(ben), ben.contacts.get()
    here = {"rule_pk": rule.pk}
    client.post(url("step_new", ben, **here), {"contact": contact.pk, "after_minutes": "5"})
    step = rule.steps.get(after_minutes=5)
    there = here | {"step_pk": step.pk}
    client.post(url("step_edit", ben, **there), {"contact": contact.pk, "after_minutes": "7"})
    client.post(url("step_switch", ben, **there), {})
    step.refresh_from_db()
    assert (step.after_minutes, step.is_enabled) == (7, False)
    page = client.get(url("rule_edit", ben, **here)).content.decode()
    assert "7 min" in page
    assert "after 7 min" not in profile_of(client)
    client.post(url("step_remove", ben, **there))
    assert rule.steps.count() == 1


def test_the_same_contact_at_the_same_time_is_refused(ben, rule, as_user):
    data = {"contact": ben.contacts.get().pk, "after_minutes": "0"}
    answer = as_user(ben).post(url("step_new", ben, rule_pk=rule.pk), data)
    assert answer.status_code == 422
    assert "tells that contact at that time already" in answer.content.decode()


def test_a_rule_is_renamed_switched_and_removed(ben, rule, as_user):
    client, here = as_user(ben), {"rule_pk": rule.pk}
    client.post(url("rule_edit", ben, **here), {"name": "Wake me", "match_type": "match-all"})
    answer = client.post(url("rule_switch", ben, **here), {}, headers=HTMX)
    rule.refresh_from_db()
    assert (rule.name, rule.is_enabled) == ("Wake me", False)
    assert "New alerts will not reach you." in answer.content.decode()
    assert client.post(url("rule_edit", ben, **here), {"name": " "}).status_code == 422
    client.post(url("rule_remove", ben, **here))
    assert not NotificationRule.objects.filter(pk=rule.pk).exists()


def test_imported_conditions_stay_and_are_named(ben, rule, as_user):
    condition = {"type": "match-all-conditions", "conditions": [{"field": "priority"}]}
    NotificationRule.objects.filter(pk=rule.pk).update(criteria=condition)
    client = as_user(ben)
    assert "with conditions" in profile_of(client)
    client.post(url("rule_edit", ben, rule_pk=rule.pk), {"name": "Other"})
    rule.refresh_from_db()
    assert rule.criteria == condition


def test_somebody_elses_rule_and_step_are_not_found_under_ones_own_name(ben, eve, as_user):
    other = eve.notification_rules.first()
    client = as_user(ben)
    assert client.get(url("rule_edit", ben, rule_pk=other.pk)).status_code == 404
    own = ben.notification_rules.first()
    there = {"rule_pk": own.pk, "step_pk": other.steps.get().pk}
    assert client.post(url("step_remove", ben, **there)).status_code == 404
    assert NotificationStep.objects.filter(rule=other).count() == 1


def test_an_admin_changes_a_persons_rules_but_not_an_owners(ada, ben, olive, as_user):
    client = as_user(ada)
    rule, owners = ben.notification_rules.first(), olive.notification_rules.first()
    assert client.post(url("rule_switch", ben, rule_pk=rule.pk)).status_code == 302
    assert client.post(url("rule_switch", olive, rule_pk=owners.pk)).status_code == 403


def test_two_addresses_of_one_method_are_told_apart(ben, as_user):
    contact = add_contact(ben, method="email", to="ben@home.example", by=SYSTEM)
    rule = add_rule(ben, action="add-note", name="Notes", by=SYSTEM)
    add_step(rule, contact=contact, by=SYSTEM)
    assert "E-mail (ben@home.example) at once" in profile_of(as_user(ben))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "at once"), (1, "after 1 min"), (60, "after 1 h"), (1501, "after 1 d 1 h 1 min")],
)
def test_a_delay_in_words(minutes, words):
    assert delay_in_words(minutes) == words
