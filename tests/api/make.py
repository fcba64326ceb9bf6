"""A client of the API with its own key, as Opsgenie's clients write."""

import json
from itertools import count
from typing import Any

from django.test import Client

from accounts.actions.keys import Access, create_key
from alerts.models import Alert
from tests.make import SYSTEM

_numbers = count(1)


def now(alert: Alert) -> Alert:
    """The alert as it is now."""
    return Alert.objects.get(pk=alert.pk)


class ApiClient:
    """Sends JSON with a key; every answer is checked to be in the envelope."""

    def __init__(self, *, team: Any = None, key: str | None = None, **access: bool) -> None:
        made = create_key(f"Key {next(_numbers)}", team=team, access=Access(**access), by=SYSTEM)
        self.key, self.row = key if key is not None else str(made.secret), made.row
        self.client = Client(raise_request_exception=False)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer to a request; `body` is sent as JSON unless it is bytes."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body)
        headers.setdefault("Authorization", f"GenieKey {self.key}")
        content_type = headers.pop("content_type", "application/json")
        answer = self.client.generic(
            method, f"/v2/{path}", data, content_type=content_type, headers=headers
        )
        assert answer["X-Request-ID"]
        assert answer["X-RateLimit-State"] == "OK"
        assert float(answer["X-Response-Time"]) >= 0
        if "openapi" not in path:
            assert answer.json()["requestId"] == answer["X-Request-ID"]
            assert answer.json()["took"] >= 0
        return answer

    def get(self, path: str) -> Any:
        """What is found at a path."""
        answer = self.send("GET", path)
        assert answer.status_code == 200, answer.content
        return answer.json()["data"]

    def post(self, path: str, body: Any = None) -> Any:
        """What became of a request that is taken, as the API itself says."""
        return self.becomes("POST", path, body)

    def becomes(self, method: str, path: str, body: Any = None) -> Any:
        """What became of a request that is taken, as the API itself says."""
        answer = self.send(method, path, body)
        assert answer.status_code == 202, answer.content
        assert answer.json()["result"] == "Request will be processed"
        return self.get(f"alerts/requests/{answer.json()['requestId']}")
