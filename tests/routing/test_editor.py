"""The editor of a rule: what is typed stays, what is wrong is said where it is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from oncall.models import Schedule
from routing.models import RoutingRule
from routing.typed import Row, Rows
from tests.asking import HTMX
from tests.make import make_alert, make_rule, make_team

WHAT = {"name": "Slow", "match_type": "match-all-conditions", "time_zone": "Europe/Istanbul"}
WHOM = {"kind": "schedule", "schedule": "Payments_schedule"}


def row(number, field="message", operation="contains", expected="", **more):
    parts = {"field": field, "operation": operation, "expected": expected} | more
    return {f"conditions-{number}-{part}": value for part, value in parts.items()}


@pytest.fixture
def new(payments):
    return reverse("routing:rule_new", args=[payments.pk])


@pytest.fixture
def preview(payments):
    return reverse("routing:rule_preview", args=[payments.pk])


def words_of(answer):
    return " ".join(answer.content.decode().replace("<q>", "“").replace("</q>", "”").split())


def test_a_rule_is_added_as_typed(payments, tom, as_user, new):
    conditions = row(0, expected="db") | row(7, "tags", "contains", "test", **{"not": "1"})
    conditions |= row(9, "extra-properties", "equals", "eu", key="region", order="3")
    answer = as_user(tom).post(new, WHAT | WHOM | conditions)
    assert answer.status_code == 302
    rule = payments.routing_rules.get(name="Slow")
    assert [(one["field"], one["not"], one["expectedValue"]) for one in rule.conditions] == [
        ("message", False, "db"),
        ("tags", True, "test"),
        ("extra-properties", False, "eu"),
    ]
    assert (rule.conditions[2]["key"], rule.conditions[2]["order"]) == ("region", 3)
    assert (rule.schedule, rule.time_zone) == (payments.schedules.get(), "Europe/Istanbul")


def test_a_faulty_pattern_is_pointed_at_and_kept(payments, tom, as_user, new):
    faulty = row(0, expected="db") | row(1, "description", "matches", "(timeout|deadlock")
    answer = as_user(tom).post(new, WHAT | WHOM | faulty)
    words = words_of(answer)
    assert answer.status_code == 422
    assert "The group opened at character 1 is never closed." in words
    assert "<b>^</b> character 1" in words
    assert "Fix condition 2 to save." in words
    assert 'value="(timeout|deadlock"' in words
    assert not payments.routing_rules.movable().exists()


def test_several_faults_are_counted(tom, as_user, new):
    words = words_of(
        as_user(tom).post(new, WHAT | WHOM | row(0) | row(1, "priority", "equals", "9"))
    )
    assert "Fix conditions 1 and 2 to save." in words
    assert "Say what it is compared with." in words
    assert "Give a priority from P1 (the highest) to P5." in words


def test_without_script_rows_come_and_go_and_nothing_is_lost(payments, tom, as_user, new):
    typed = WHAT | WHOM | row(0, expected="db") | row(1, "tags", "contains", "test")
    answer = as_user(tom).post(new, typed | {"conditions-do": "add"})
    assert answer.status_code == 200
    assert [one.expected for one in answer.context["form"].rows] == ["db", "test", ""]
    assert "Say what it is compared with" not in words_of(answer)
    answer = as_user(tom).post(new, typed | {"conditions-do": "remove-1", "name": ""})
    assert [one.expected for one in answer.context["form"].rows] == ["test"]
    answer = as_user(tom).post(new, typed | {"windows-do": "fill-weekends"})
    assert answer.status_code == 200
    assert "Covers 48 of 168 hours" in words_of(answer)
    assert not payments.routing_rules.movable().exists()


def test_every_alert_leaves_the_conditions_out(payments, tom, as_user, new):
    all_ = WHAT | WHOM | row(0, "priority", "equals", "nonsense") | {"match_type": "match-all"}
    assert as_user(tom).post(new, all_).status_code == 302
    assert payments.routing_rules.get(name="Slow").conditions == []


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"name": " "}, "This field is required."),
        ({"schedule": ""}, "Choose a schedule, or nobody."),
        ({"schedule": "Atlantis"}, "There is no “Atlantis”. Choose another."),
        ({"time_zone": "Mars"}, "Select a valid choice"),
        ({"match_type": "match-any-condition"}, "Add a condition, or choose “Every alert”."),
    ],
)
def test_what_is_wrong_stands_at_its_field(tom, as_user, new, changed, problem):
    answer = as_user(tom).post(new, WHAT | WHOM | {"match_type": "match-all"} | changed)
    assert answer.status_code == 422
    assert problem in words_of(answer)


def test_a_rule_is_changed_and_its_odd_names_are_kept(payments, tom, as_user):
    rule = make_rule(payments, "Odd", "recipients contains tom", notify=payments.schedules.get())
    address = reverse("routing:rule_edit", args=[payments.pk, rule.pk])
    client = as_user(tom)
    words = words_of(client.get(address))
    assert "Edit rule 1" in words
    assert '<option value="recipients"' in words
    assert '<option value="recipients"' not in words_of(client.get(address.replace(
        str(rule.pk), "new")))  # fmt: skip
    typed = WHAT | {"kind": "none"} | row(0, "recipients", "contains", "ada")
    assert client.post(address, typed).status_code == 302
    rule.refresh_from_db()
    assert (rule.name, rule.kind, rule.schedule) == ("Slow", "none", None)
    assert rule.conditions[0]["field"] == "recipients"


def test_the_default_rule_offers_only_name_and_target(payments, tom, as_user):
    rule = payments.routing_rules.get()
    address = reverse("routing:rule_edit", args=[payments.pk, rule.pk])
    words = words_of(as_user(tom).get(address))
    assert "Edit the default rule" in words
    assert not any(hidden in words for hidden in ("Which alerts", "Time zone", "Delete rule"))
    assert as_user(tom).post(address, WHOM | {"name": "The rest"}).status_code == 302
    rule.refresh_from_db()
    assert (rule.name, rule.kind) == ("The rest", "schedule")


def test_the_words_follow_what_is_typed(payments, tom, as_user, preview):
    typed = WHAT | WHOM | row(0, expected="db") | row(1, "description", "matches", "(a")
    answer = as_user(tom).post(preview, typed, headers=HTMX)
    words = words_of(answer)
    assert "<html" not in words
    assert "<p>If message contains “db”" in words
    assert "<b>and</b> description matches regex … <span" in words
    assert "notify whoever is on call in <b>Payments_schedule.</b>" in words
    assert "<b>^</b> character 1" in words
    assert "On call now: Ben Member, Tom Teamadmin" in words
    answer = as_user(tom).post(preview, {"match_type": "match-all", "kind": "none"}, headers=HTMX)
    assert "Every alert," in words_of(answer)
    assert "notify nobody." in words_of(answer)


def test_only_the_buttons_of_rows_draw_them_anew(tom, as_user, preview):
    typed = WHAT | WHOM | row(0, expected="db") | {"conditions-do": "add", "windows-do": "fill-x"}
    answer = as_user(tom).post(preview, typed, headers=HTMX)
    assert 'id="rule-aside"' in words_of(answer)
    assert len(answer.context["form"].rows.rows) == 1
    answer = as_user(tom).post(f"{preview}?rows", typed, headers=HTMX)
    assert words_of(answer).startswith('<div class="card-body stack-s conds" id="conditions">')
    assert len(answer.context["form"].rows.rows) == 2


def test_it_warns_before_saving(payments, tom, as_user, preview):
    make_rule(payments, "Database", "message contains db")
    never = {
        "time_restriction-kind": "weekday-and-time-of-day",
        **{f"time_restriction-{part}": "monday" for part in ("start_day", "end_day")},
        **{f"time_restriction-{part}": "09:00" for part in ("start", "end")},
    }
    typed = WHAT | WHOM | row(0, expected="db") | row(1, expected="replica")
    client = as_user(tom)
    words = words_of(client.post(preview, typed, headers=HTMX))
    assert "Never reached: rule 1 already matches everything it does." in words
    words = words_of(client.post(preview, typed | never, headers=HTMX))
    assert "Never holds: its time windows are never open." in words
    Schedule.objects.create(name="Off", team=payments, is_enabled=False)
    words = words_of(client.post(preview, typed | {"schedule": "off"}, headers=HTMX))
    assert "Off is disabled: nobody is on call in it." in words
    first = payments.routing_rules.get(name="Database")
    make_rule(payments, "Replica", "message contains replica")
    all_ = {"rule_id": str(first.pk), "match_type": "match-all", "kind": "none", "time_zone": "UTC"}
    words = words_of(client.post(preview, all_, headers=HTMX))
    assert "Rule 2 (Replica) would never be reached after it." in words


def test_a_draft_is_counted_against_the_last_week(payments, tom, as_user, preview):
    rule = make_rule(payments, "Database", "message contains db")
    for message in ("db: ledger", "db: disk", "web: disk", "web: cpu"):
        make_alert(message, responders=[payments])
    make_alert("db: old", responders=[payments], at=timezone.now() - timedelta(days=8))
    typed = WHAT | WHOM | row(0, expected="disk") | {"rule_id": str(rule.pk)}
    week = as_user(tom).post(preview, typed, headers=HTMX).context["draft"].week
    assert (week.saved, week.draft, week.total) == (2, 2, 4)
    typed |= row(0, "priority", "equals", "?")
    answer = as_user(tom).post(preview, typed, headers=HTMX)
    assert answer.context["draft"].week.draft is None
    assert "Finish condition 1 first" in words_of(answer)


def test_many_targets_are_found_by_typing(payments, tom, as_user, new, monkeypatch):
    monkeypatch.setattr("routing.forms.targets.MOST_IN_A_SELECT", 0)
    words = words_of(as_user(tom).get(new))
    assert "data-typeahead" in words
    suggest = reverse("routing:target_suggestions", args=[payments.pk, "schedule"])
    assert "Payments_schedule" in words_of(as_user(tom).get(suggest, {"schedule": "pay"}))
    typed = WHAT | row(0, expected="x") | {"kind": "schedule", "schedule": "payments_SCHEDULE"}
    assert as_user(tom).post(new, typed).status_code == 302
    assert RoutingRule.objects.get(name="Slow").schedule == payments.schedules.get()


def test_one_chooses_among_what_one_may_see(payments, tom, as_user, new):
    make_team("Fraud")
    assert "Fraud_schedule" in words_of(as_user(tom).get(new))
    tom.role = "stakeholder"
    tom.save()
    assert "Fraud_schedule" not in words_of(as_user(tom).get(new))
    other = WHAT | row(0, expected="x") | {"kind": "schedule", "schedule": "Fraud_schedule"}
    assert as_user(tom).post(new, other).status_code == 422


def test_rows_are_read_and_changed_as_values():
    rows = Rows.of([{"field": "priority", "operation": "equals", "expectedValue": "P1"}])
    assert [name for name, _ in rows.rows[0].operations][:2] == ["equals", "greater-than"]
    assert [one.field for one in rows.after("add")] == ["priority", "message"]
    assert list(rows.after("remove-1")) == []
    assert rows.after("nonsense") == rows
    assert Row("extra-properties", "disk", operation="greater-than", expected="90").fault() is None
    assert Row("details", operation="greater-than", expected="90").fault().part == "operation"
