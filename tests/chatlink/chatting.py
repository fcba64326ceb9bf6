"""A chat system with an integration, and people in it who type commands."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone

from chatlink.adapters import ADAPTERS
from chatlink.messages import RawRequest
from common.sealed import unseal
from tests.chatlink.make import make_integration
from tests.chatlink.signing import SECRETS, signed
from tests.jobs import due_jobs, run_jobs

LINK = re.compile(r"https?://[^\s\"<>|)\\]+/chat/connect/[A-Za-z0-9_-]+/")


class Chat:
    """A chat system, and bob in it (U1). `jwt_simple` signs its tokens, if it is given."""

    def __init__(self, adapter, client, server, jwt_simple=None, **more: Any) -> None:
        self.adapter, self.client, self.server = adapter, client, server
        self.jwt_simple, self.secrets = jwt_simple, SECRETS[adapter]
        self.integration = make_integration(adapter, secrets=self.secrets, **more)
        self.label = self.integration.chat_team.get_kind_display()

    def request(self, text: str, **changed: Any) -> RawRequest:
        """What the chat system sends when somebody types a command.

        `changed` are parts of it, and `secrets` that are other than those of the integration.
        """
        secrets = {**self.secrets, **changed.pop("secrets", {})}
        now = changed.pop("now", timezone.now())
        made = signed(self.adapter, secrets, text, **changed, now=now)
        return self.jwt_simple.signed(made, secrets["secret"]) if self.jwt_simple else made

    def send(self, request: RawRequest) -> Any:
        """Give a request to the hook; returns the response."""
        headers = {name: value for name, value in request.headers.items() if name != "content-type"}
        return self.client.generic(
            request.method,
            f"/hooks/chat/{self.integration.pk}/",
            request.body,
            content_type=request.headers.get("content-type", "application/json"),
            headers=headers,
            query_params=dict(request.query),
        )

    def type(self, text: str, **changed: Any) -> str:
        """What is said to a command, as JSON text."""
        answer = self.send(self.request(text, **changed))
        assert answer.status_code == 200, answer.content
        if ADAPTERS[self.adapter].answers_at_once:
            return json.dumps(answer.json(), ensure_ascii=False)
        run_jobs()
        said = [body for _, _, _, body in self.server.asked if isinstance(body, dict)]
        return json.dumps(said[-1], ensure_ascii=False)

    def reply_to(self, text: str, **changed: Any) -> str:
        """What is said to a command, in plain words. A reply that goes by a job stays there."""
        answer = self.send(self.request(text, **changed))
        assert answer.status_code == 200, answer.content
        told = answer.json()
        if not ADAPTERS[self.adapter].answers_at_once:
            job = due_jobs().filter(task_name="chatlink.deliver").latest("id")
            told = json.loads(unseal(job.args["sealed"]))["lines"]
        said = json.dumps(told, ensure_ascii=False)
        return unescape(said.replace("\\", "").replace("\u200b", ""))


def link_in(said: str) -> str:
    """The one-time link in what was said."""
    return LINK.search(said)[0]


def approve(client: Any, link: str) -> Any:
    """Open a link, and approve what the page asks."""
    page = client.get(urlsplit(link).path, follow=True)
    sent = {"decision": "approve", "link": page.context["link"].pk}
    return client.post(reverse("chatlink:connect"), sent)
