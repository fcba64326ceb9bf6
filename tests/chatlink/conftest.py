"""Each chat system with a local server that stands for its own."""

from collections.abc import Iterator

import pytest

from tests.chatlink import signing
from tests.chatlink.chatting import Chat
from tests.chatlink.jwt_simple import JwtSimple, running_jwt_simple
from tests.chatlink.listening import chat_server
from tests.chatlink.signing import SIGNERS

WITH_JWT_SIMPLE = ("hipchat", "stride")


@pytest.fixture(scope="session")
def jwt_simple() -> Iterator[JwtSimple]:
    """One process that signs for all tests."""
    with running_jwt_simple() as signer:
        yield signer


@pytest.fixture(params=[*SIGNERS, *(f"{name} by jwt-simple" for name in WITH_JWT_SIMPLE)])
def chat(request, client, settings) -> Iterator[Chat]:
    """Each chat system; the ones of Atlassian once more with tokens of npm's jwt-simple."""
    name, _, signer = request.param.partition(" by ")
    jwt_simple = request.getfixturevalue("jwt_simple") if signer else None
    with signing.keys_served(settings), chat_server(settings) as server:
        settings.STRIDE_URL = settings.TEAMS_BOT_URL = settings.TEAMS_LOGIN_URL = server.url
        token = (200, {"access_token": "t", "expires_in": 3600})
        server.answers["POST /oauth/token"] = token
        server.answers["POST /botframework.com/oauth2/v2.0/token"] = token
        yield Chat(name, client, server, jwt_simple, requires_code=False)
