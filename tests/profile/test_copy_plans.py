"""What copying would do to one person: pure, so tried by the hundred."""

from hypothesis import given
from hypothesis import strategies as st

from accounts.copy_plans import Address, digest, plan_copy

METHODS = ("email", "sms", "voice", "mobile")
ACTIONS = ("create-alert", "closed-alert", "schedule-start")


def rule(action="create-alert", *steps, name="New alert", id="r1"):
    return {
        "id": id,
        "action": action,
        "name": name,
        "is_enabled": True,
        "position": 0,
        "criteria": None,
        "time_restriction": None,
        "schedules": None,
        "repeat": None,
        "notification_time": [],
        "steps": [
            {
                "contact": f"of-source-{method}",
                "method": method,
                "after_minutes": minutes,
                "is_enabled": True,
                "position": 0,
            }
            for method, minutes in steps
        ],
    }


def test_steps_go_to_the_persons_own_contacts_a_verified_one_first():
    addresses = [
        Address("a", "sms", is_verified=False),
        Address("b", "sms"),
        Address("c", "email", is_verified=False),
    ]
    plan = plan_copy([rule("create-alert", ("sms", 0), ("email", 5))], ["create-alert"], addresses)
    assert [step["contact"] for step in plan.rules[0]["steps"]] == ["b", "c"]
    assert plan.outcome == "copied"


def test_a_missing_contact_leaves_its_step_out_and_says_so():
    plan = plan_copy(
        [rule("create-alert", ("email", 0), ("sms", 1))], ["create-alert"], [Address("e", "email")]
    )
    assert plan.outcome == "partly"
    assert plan.left_out == ["No SMS contact: step 2 of “New alert” is left out."]


def test_a_disabled_contact_is_named_as_the_cause():
    addresses = [Address("e", "email"), Address("s", "sms", is_enabled=False)]
    plan = plan_copy([rule("create-alert", ("email", 0), ("sms", 1))], ["create-alert"], addresses)
    assert plan.left_out == ["SMS contact disabled: step 2 of “New alert” is left out."]


def test_nobody_loses_rules_for_nothing():
    plan = plan_copy([rule("create-alert", ("sms", 0))], ["create-alert"], [Address("e", "email")])
    assert plan.outcome == "skipped"
    assert plan.replaced == plan.rules == []
    assert plan.left_out[0] == "All their own rules stay: no step fits."


def test_a_kind_that_the_source_has_no_rules_of_is_emptied():
    plan = plan_copy([], ["closed-alert"], [Address("e", "email")])
    assert plan.replaced == ["closed-alert"]
    assert plan.outcome == "copied"


def test_two_steps_that_meet_in_one_contact_become_one():
    both = rule("create-alert", ("sms", 0), ("sms", 0), ("sms", 5))
    plan = plan_copy([both], ["create-alert"], [Address("s", "sms")])
    assert [step["after_minutes"] for step in plan.rules[0]["steps"]] == [0, 5]
    assert plan.outcome == "copied"


steps = st.tuples(st.sampled_from(METHODS), st.integers(0, 60))
rules = st.builds(
    lambda action, some, number: rule(action, *some, name=f"Rule {number}", id=str(number)),
    st.sampled_from(ACTIONS),
    st.lists(steps, max_size=5),
    st.integers(0, 999),
)
addresses = st.lists(
    st.builds(Address, st.uuids().map(str), st.sampled_from(METHODS), st.booleans(), st.booleans()),
    max_size=6,
)


@given(st.lists(rules, max_size=6), st.sets(st.sampled_from(ACTIONS)), addresses)
def test_every_plan_is_sound(source, actions, own):
    plan = plan_copy(source, actions, own)
    usable = {one.id for one in own if one.is_enabled}
    assert {new["action"] for new in plan.rules} <= set(plan.replaced) <= actions
    for new in plan.rules:
        told = [(step["contact"], step["after_minutes"]) for step in new["steps"]]
        assert {contact for contact, _ in told} <= usable
        assert len(told) == len(set(told))
    for action in actions:
        wanted = [one for one in source if one["action"] == action]
        got = [one for one in plan.rules if one["action"] == action]
        assert (action in plan.replaced) == (bool(got) or not wanted)
    lost = sum(len(one["steps"]) for one in source if one["action"] in actions) - sum(
        len(one["steps"]) for one in plan.rules
    )
    if plan.left_out:
        assert lost
    assert (plan.outcome == "copied") == (not plan.left_out)


@given(st.lists(rules, max_size=4, unique_by=lambda one: one["id"]))
def test_the_digest_sees_every_change_and_no_order(source):
    before = digest(source)
    assert digest(list(reversed(source))) == before
    if source:
        source[0]["is_enabled"] = not source[0]["is_enabled"]
        assert digest(source) != before
