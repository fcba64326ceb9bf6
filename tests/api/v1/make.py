"""A client of the v1 API with its own key, as scripts of 2016 write: the key goes along as data."""

import json
from itertools import count
from typing import Any

import msgspec
from django.test import Client

from accounts.actions.keys import Access, create_key
from api.v1 import calls
from tests.make import SYSTEM

_numbers = count(1)


class Script:
    """Sends requests with a key. What it gets has to be as the table of calls says."""

    def __init__(self, *, team: Any = None, **access: bool) -> None:
        made = create_key(f"Script {next(_numbers)}", team=team, access=Access(**access), by=SYSTEM)
        self.key, self.row = str(made.secret), made.row
        self.client = Client()

    def send(self, method: str, path: str, /, version: str = "v1", **said: Any) -> Any:
        """The answer to a request; a POST's parameters are its body, others' the query."""
        address, said = f"/{version}/json/{path}", {"apiKey": self.key, **said}
        if method == "POST":
            form = "application/x-www-form-urlencoded"  # as curl says it with -d
            return self.client.post(address, json.dumps(said), content_type=form)
        return self.client.generic(method, address, query_params=said)

    def get(self, path: str, version: str = "v1", **said: Any) -> Any:
        """What is found; it must have exactly the fields and types of the call's answer."""
        return self._done("GET", path, version, said)

    def post(self, path: str, version: str = "v1", **said: Any) -> Any:
        """What became of a change that is taken."""
        return self._done("POST", path, version, said)

    def delete(self, path: str, version: str = "v1", **said: Any) -> Any:
        """What became of a removal that is taken."""
        return self._done("DELETE", path, version, said)

    def refused(
        self, method: str, path: str, /, version: str = "v1", **said: Any
    ) -> tuple[int, str]:
        """The code and the words of a refusal."""
        answer = self.send(method, path, version, **said)
        assert 400 <= answer.status_code < 500, answer.content
        body = answer.json()
        assert set(body) == {"error", "code"}
        assert body["error"].startswith("RestException[")
        return body["code"], body["error"].removeprefix("RestException[")[:-1]

    def _done(self, method: str, path: str, version: str, said: dict[str, Any]) -> Any:
        answer = self.send(method, path, version, **said)
        assert answer.status_code == 200, answer.content
        assert answer["Content-Type"] == "application/json; charset=UTF-8"
        meant = calls.chosen(calls.calls_at(version, path.rstrip("/"), method), said)
        found = answer.json()
        whole = msgspec.convert(found, meant.gives)
        assert msgspec.to_builtins(whole) == found
        return found
