"""A page that breaks is in the log with its address, and that may hold the token of a link."""

import io
import logging

import pytest

from tests.chatlink.linked import genie_connect, make_chat, path_of

pytestmark = pytest.mark.django_db


def test_the_token_of_a_link_is_in_no_log(client, monkeypatch):
    path, told = path_of(genie_connect(make_chat())), io.StringIO()
    console, *_ = logging.getLogger("django").handlers
    monkeypatch.setattr(console, "stream", told)
    monkeypatch.setattr("chatlink.chat_links.find_any", lambda token: 1 / 0)
    client.raise_request_exception = False
    assert client.get(path).status_code == 500
    assert "/chat/connect/…/" in told.getvalue()
    assert path.split("/")[3] not in told.getvalue()
