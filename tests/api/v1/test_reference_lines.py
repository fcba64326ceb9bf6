"""The curl lines of the reference run as they are, but for the key and the ids."""

import shlex

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from api.v1.reference import KEY, Entry, examples_of, sections
from api.v1.sections import CALLS
from tests.api.v1.make import Script
from tests.make import make_user

BASE = "https://muster.example.org"
ENTRIES = [entry for entries in sections(BASE).values() for entry in entries]
# Whose answer has the id that the calls of a path name.
MAKERS = {
    "user": "create_user",
    "user/contact": "add_contact",
    "group": "create_group",
    "team": "create_team",
    "team/routingRule": "add_routing_rule",
    "alert": "create_alert",
    "schedule": "create_schedule",
    "escalation": "create_escalation",
}
# What is done stays for the calls after; all else is taken back.
LASTING = {*MAKERS.values(), "acknowledge_alert", "add_schedule_override"}


def sent(entry: Entry, script: Script, made: dict[str, str]) -> dict:
    """The answer to a curl line, with the key and the ids of this test."""
    line = entry.curl.replace(KEY, script.key)
    path = max((one for one in MAKERS if entry.call.path.startswith(one)), key=len, default="")
    if (example := examples_of(entry.call).get("id")) and MAKERS[path] in made:
        line = line.replace(example, made[MAKERS[path]])
    curl, method, address, *body = shlex.split(line)
    assert curl == "curl"
    answer = Client().generic(
        method.removeprefix("-X"),
        address.removeprefix(BASE),
        body[1] if body else "",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 200, (line, answer.content)
    return answer.json()


@time_machine.travel("2027-01-04T12:00:00Z")  # so that the days of the examples are near
def test_every_line_runs(db, subtests):
    script, made = Script(), {}
    make_user("Jane Doe", username="jane.doe@acme.example")
    for entry in sorted(ENTRIES, key=lambda one: one.call.name not in LASTING):
        name = entry.call.name
        with subtests.test(name), transaction.atomic():
            answer = sent(entry, script, made)
            if name in MAKERS.values():
                made[name] = answer.get("id") or answer["alertId"]
            transaction.set_rollback(name not in LASTING)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_every_mandatory_parameter_has_an_example(call):
    fields = call.takes.model_fields.items()
    assert [name for name, one in fields if one.is_required() and not one.examples] == []
