"""The local Atlassian as a fixture: started once, emptied for each test that uses it."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from migration.models import AtlassianConnection
from tests.migration.atlassian_world import CLIENT, ORG, ORG_KEY, SECRET


class Atlassian:
    """Talks to the control endpoint of the process."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.Client(base_url=url, trust_env=False)

    def do(self, what: str, *of: Any, **values: Any) -> dict[str, Any]:
        """Call a method of `atlassian_world.World`."""
        body = json.dumps({"do": what, "of": of, "with": values})
        return self.http.post("/_control", content=body).raise_for_status().json()

    @property
    def told(self) -> dict[str, Any]:
        """What happened so far: calls, answers, invitations, mails, last."""
        return self.http.get("/_control").json()

    def wait_for(self, is_so: Callable[[], bool], seconds: float = 10) -> None:
        """Wait until something shows."""
        until = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < until, "It does not show."
            time.sleep(0.1)

    def site(self, id: str, *people: str, admins: tuple[str, ...] = (), **fields: Any) -> None:
        """Make a site that is linked with these people; `admins` are so of this site."""
        usual = {"name": id, "url": f"https://{id}.atlassian.net"}
        self.do("add_site", id, people=[*people, *admins], **(usual | fields))
        for email in admins:
            self.do("add_person", email, admin_of=[id], platformRoles=["atlassian/site-admin"])


@pytest.fixture(scope="session")
def atlassian_process() -> Iterator[Atlassian]:
    """The process, which ends when its input does."""
    command = [sys.executable, "-m", "tests.migration.atlassian_server"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        running = Atlassian(process.stdout.readline().decode().strip())
        yield running
        running.http.close()
        process.stdin.close()


@pytest.fixture
def atlassian(atlassian_process: Atlassian, settings: Any) -> Atlassian:
    """An empty Atlassian, which is the one that Muster knows."""
    atlassian_process.do("reset")
    settings.ATLASSIAN_AUTH_URL = settings.ATLASSIAN_API_URL = atlassian_process.url
    settings.OUTGOING_ALLOW = ["localhost"]
    return atlassian_process


@pytest.fixture
def connected(atlassian: Atlassian, db: None) -> AtlassianConnection:
    """The operator's app and key, set up."""
    made = AtlassianConnection(client_id=CLIENT, org_id=ORG, org_name="Acme")
    made.client_secret, made.org_key = SECRET, ORG_KEY
    made.save()
    return made
