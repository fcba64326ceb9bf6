"""Notification rules, copied by scripts written for Opsgenie."""

import pytest

from accounts.actions.groups import add_to_group, create_group
from accounts.models import RuleCopy, RuleCopyTarget
from tests.api.v1.make import Script
from tests.jobs import run_jobs
from tests.make import SYSTEM, make_user

pytestmark = pytest.mark.django_db
STARTED = {"status": "process started", "code": 200}
PATH = "copyNotificationRules"


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def said(olive) -> dict[str, object]:
    return {"fromUser": "Olive@acme.example", "toUsers": ["all"], "ruleTypes": ["all"]}


def reached():
    """Who gets the rules of the latest copying, without those who are skipped."""
    copy = RuleCopy.objects.first()
    waiting = copy.targets.filter(outcome=RuleCopyTarget.Outcome.WAITING)
    return sorted(waiting.values_list("user__username", flat=True))


def test_rules_are_copied_by_a_job(script, said, ben):
    rule = ben.notification_rules.get(action="create-alert")
    rule.steps.update(after_minutes=7)
    assert script.post(PATH, **said) == STARTED
    run_jobs()
    rule = ben.notification_rules.get(action="create-alert")
    assert [step.after_minutes for step in rule.steps.all()] == [0]
    copy = RuleCopy.objects.get()
    assert (copy.state, copy.asked_via) == (RuleCopy.State.DONE, "api")


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (["group1", "EVE@acme.example"], ["ben", "eve", "tom"]),
        ("ben@acme.example, eve@acme.example", ["ben", "eve"]),
        ("Group1", ["ben", "tom"]),
        ("all", ["ben", "eve", "tom"]),
        (["eve@acme.example", "ALL"], ["ben", "eve", "tom"]),
    ],
)
def test_people_groups_or_all_get_them(script, said, tom, ben, eve, named, expected):
    group = create_group("group1", by=SYSTEM)
    for person in (tom, ben):
        add_to_group(group, person, by=SYSTEM)
    assert script.post(PATH, **said | {"toUsers": named}) == STARTED
    assert reached() == [f"{name}@acme.example" for name in expected]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (["New Alert", "Alert Closed"], ["closed-alert", "create-alert"]),
        ("closed alert", ["closed-alert"]),
        (["Add Note", "Schedule Start", "Schedule End"],
         ["add-note", "schedule-end", "schedule-start"]),
        (["Acknowledged Alert", "Renotified Alert", "Assigned Alert"],
         ["acknowledged-alert", "assigned-alert", "renotified-alert"]),
    ],
)  # fmt: skip
def test_the_kinds_of_rules_are_named(script, said, ben, named, expected):
    assert script.post(PATH, **said | {"ruleTypes": named}) == STARTED
    assert RuleCopy.objects.get().actions == expected


def test_what_cannot_be_is_refused(script, said):
    make_user("Ben Member")
    create_group("empty", by=SYSTEM)
    for name in said:
        left = {key: value for key, value in said.items() if key != name}
        assert script.refused("POST", PATH, **left)[0] == 102
    for name in ("toUsers", "ruleTypes"):
        code, words = script.refused("POST", PATH, **said | {name: []})
        assert (code, words.startswith(f"{name}: ")) == (103, True)
    assert script.refused("POST", PATH, **said | {"fromUser": "group1"})[0] == 5
    unknown = script.refused("POST", PATH, **said | {"toUsers": ["ben@acme.example", "group1"]})
    assert unknown == (5, "User or group [group1] does not exist.")
    code, words = script.refused("POST", PATH, **said | {"ruleTypes": ["New Alert", "Nothing"]})
    assert (code, words.startswith("ruleTypes: [Nothing] is none of all, New Alert, ")) == (
        103,
        True,
    )
    code, words = script.refused("POST", PATH, **said | {"toUsers": "empty"})
    assert (code, words.startswith("toUsers: ")) == (103, True)
    assert not RuleCopy.objects.exists()


def test_keys_do_what_they_may(payments, said):
    assert Script(write=False).refused("POST", PATH, **said)[0] == 106
    assert Script(configure=False).refused("POST", PATH, **said)[0] == 106
    assert Script(delete=False).refused("POST", PATH, **said | {"toUsers": "all"})[0] == 106
    assert Script(team=payments).refused("POST", PATH, **said)[0] == 5
    assert not RuleCopy.objects.exists()
