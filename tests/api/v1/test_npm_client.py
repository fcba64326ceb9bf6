"""Opsgenie's own client for Node.js, unmodified: opsgenie-sdk 0.5.1 of 2017 and the v1 API."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.api.v1.make import Script
from tests.node import modules_of

HERE = Path(__file__).parent / "node"
DONE = {"status": "successful", "code": 200, "httpStatusCode": 200}


@pytest.fixture(scope="module")
def modules() -> Path:
    """The directory with the client."""
    return modules_of(HERE)


def test_it_works_as_with_opsgenie(live_server, modules):
    script = Script()
    command = ["node", str(HERE / "ask.js"), live_server.url, script.key]
    environment = {"NODE_PATH": str(modules), "PATH": os.environ["PATH"]}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout)

    user = got["a user is made"].pop("id")
    team = got["a team is made"].pop("id")
    group = got["a group is made"].pop("id")
    refused = {step: answer for step, answer in got.items() if "error" in answer}
    assert {step: answer["code"] for step, answer in refused.items()} == {
        "made twice": 104,
        "nobody": 5,
        "a deleted team": 5,
    }
    assert {answer["httpStatusCode"] for answer in refused.values()} == {400}
    changes = {step: answer for step, answer in got.items() if answer.get("status")}
    assert changes.pop("the user is changed") == DONE | {"id": user}
    assert [answer for answer in changes.values() if answer != DONE] == []
    assert len(changes) == 12

    john = got["a user"]
    assert (john["id"], john["fullname"], john["role"]) == (user, "John", "Admin")
    del john["httpStatusCode"]
    assert got["all users"]["users"] == [john]
    operations = got["a team"]
    del operations["httpStatusCode"]
    assert operations == {
        "id": team,
        "name": "operations",
        "description": "They operate.",
        "members": [{"user": "john@acme.example", "role": "user"}],
    }
    assert got["all teams"]["teams"] == [operations]
    lines = [line["log"] for line in got["a team's log"]["logs"]]
    assert lines[0] == "Created team."
    assert got["a team's log"]["lastKey"]
    networks = got["a group"]
    del networks["httpStatusCode"]
    assert networks == {"id": group, "name": "networks", "users": ["john@acme.example"]}
    assert got["all groups"]["groups"] == [networks]
    assert got["an alert is made"]["result"] == "Request will be processed"
    assert got["an alert"]["data"]["message"] == "db is down"
