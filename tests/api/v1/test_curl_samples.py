"""Every curl line of the two documents that the v1 API is built from runs, with curl itself.

What the lines name is made through the API before; no value of theirs is known to Muster.
"""

import json
import shutil
import subprocess
from itertools import count

import pytest

from tests.api.v1.curl_samples import JOHN, Sample, all_samples, differences
from tests.api.v1.make import Script

SAMPLES = all_samples()
HOST = "https://api.opsgenie.com"
ERIC = "eric.boston@opsgenie.com"
KEYS = ("eb243592-faa2-4ba2-a551q-1afdf565c889", "7aa837f3-2091-43ac-adc3-52c4f62bf132")
THE_ID = "ac463592-dbd2-4ca3-a651d-48fhf5j5c871"  # of the user or the team that is meant
A_USERS_ID = "f670bd5f-1bt3-4d4d-9668-3bg0d320kef3"
RULE_IDS = ("8a68ef3b-2d03-4726-9299-f9fdc321d3f3", "c762bc01-b347-44df-834e-6a791244545f")
TEAM_NAMES = ("operations", "operations_updated", "network", "test_team", "replace_team_name")
HOURS = {"startHour": 15, "startMinute": 4, "endHour": 18, "endMinute": 58}
_numbers = count(1)


class World:
    """What the values of one sample stand for, all of it new, and whom the sample finds."""

    def __init__(self, script: Script, sample: Sample) -> None:
        mark = next(_numbers)
        self.script = script
        self.john, self.eric = f"john{mark}@acme.example", f"eric{mark}@acme.example"
        self.team, self.group = f"Team{mark}", f"Group{mark}"
        self.stands_for = {
            **dict.fromkeys(KEYS, script.key),
            **dict.fromkeys(TEAM_NAMES, self.team),
            "test_team_escalation": f"{self.team}_escalation",
            "group1": self.group,
            **{JOHN: self.john, "replace_username": self.john, ERIC: self.eric},
        }
        self.make(sample)

    def make(self, sample: Sample) -> None:
        """Make what a sample needs to be there."""
        if sample.heading == "Create User Request":
            return
        john = self.stands_for[THE_ID] = self.user(self.john, "John Smith")
        eric = self.stands_for[A_USERS_ID] = self.user(self.eric, "Eric Boston")
        if sample.heading == "Get User Request":
            self.script.post("user/contact", userId=john, method="sms", to="1-9999999999")
            self.take_turns(self.john)
        if sample.document == "user_api.txt":
            self.script.post("group", name=self.group, users=[self.john])
        elif sample.heading != "Create Team Request":
            self.make_team(has_eric=eric not in sample.command)

    def user(self, username: str, name: str) -> str:
        return self.script.post(
            "user", username=username, fullname=name, role="Admin", skypeUsername="johnSmith"
        )["id"]

    def take_turns(self, username: str) -> None:
        """Put somebody into a schedule and into an escalation."""
        turns = {"participants": [username], "rotationType": "weekly"}
        turns |= {"startDate": "2026-01-05 08:00"}
        rule = {"delay": 5, "notify": username}
        self.script.post("schedule", name=f"{self.team}_turns", rotations=[turns])
        self.script.post("escalation", name=f"{self.team}_steps", rules=[rule])

    def make_team(self, *, has_eric: bool) -> None:
        members = [{"user": self.john}] + [{"user": self.eric, "role": "admin"}] * has_eric
        about = {"name": self.team, "description": "network team", "members": members}
        self.stands_for[THE_ID] = team = self.script.post("team", **about)["id"]
        whole = self.script.get("team/routingRule", teamId=team)["rules"][-1]["id"]
        self.script.post("team/routingRule", teamId=team, id=whole, notify={"name": "none"})
        rule = self.script.post(
            "team/routingRule",
            teamId=team,
            name="nightRule",
            conditionMatchType="Match Any Condition",
            conditions=[{"field": "message", "operation": "Contains", "expectedValue": "night"}],
            notify={"name": f"{self.team}_schedule", "type": "schedule"},
            restrictions=HOURS,
        )
        self.stands_for |= dict.fromkeys(RULE_IDS, rule["id"])


def run(arguments: list[str]) -> tuple[int, dict]:
    """The status and the JSON that curl gets."""
    curl, *rest = arguments
    command = [curl, "--silent", "--show-error", "--write-out", "\n%{http_code}", *rest]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    body, _, status = done.stdout.rpartition("\n")
    return int(status), json.loads(body)


def test_no_sample_is_lost():
    assert len(SAMPLES) == 27
    assert len({sample.heading for sample in SAMPLES}) == 6 + 14
    by_document = [sample.document for sample in SAMPLES]
    assert (by_document.count("user_api.txt"), by_document.count("team_api.txt")) == (10, 17)


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_every_sample_runs_and_its_answer_is_like_the_documents(live_server, subtests):
    script = Script()
    for sample in SAMPLES:
        with subtests.test(sample.name):
            world = World(script, sample)
            arguments = sample.arguments(world.stands_for)
            arguments = [part.replace(HOST, live_server.url) for part in arguments]
            status, found = run(arguments)
            assert status == 200, found
            assert differences(found, sample.answer) == []
            for constant in ("status", "code"):
                assert found.get(constant) == sample.answer.get(constant)
