"""Integrations are for who runs the account; their hooks ask for a proof of each request."""

from tests.chatlink.make import make_integration

RUNS = (302, 403, 403, 403, 200, 200)
SENDS = (302, 403, 403, 403, 422, 422)

DOORS = [
    ("chatlink:integrations", "get", "", *RUNS),
    ("chatlink:integration_new", "get", "a chat system", *RUNS),
    ("chatlink:integration_new", "post", "a chat system", *SENDS),
    ("chatlink:integration", "get", "an integration", *RUNS),
    ("chatlink:integration", "post", "an integration", *SENDS),
    (
        *("chatlink:integration_channels", "post", "an integration"),
        *(302, 403, 403, 403, 302, 302, {"channels": "C1"}),
    ),
    ("chatlink:integration_test", "post", "an integration", *RUNS),
    ("chatlink:integration_remove", "get", "an integration", *RUNS),
    ("chatlink:integration_remove", "post", "an integration", 302, 403, 403, 403, 302, 302),
    ("chatlink:hook", "post", "an integration", 401, 401, 401, 401, 401, 401),
    ("chatlink:hook", "get", "an integration", 405, 405, 405, 405, 405, 405),
]

KINDS = {
    "a chat system": lambda cast: {"adapter": "slack"},
    "an integration": lambda cast: {"integration_id": make_integration().pk},
}
