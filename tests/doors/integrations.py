"""Integrations are for who runs the account; their hooks ask for a proof of each request."""

from chatlink.adapters.hipchat_install import key_of
from chatlink.models import Integration
from tests.chatlink.make import make_integration, make_waiting

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
    ("chatlink:hipchat_descriptor", "get", "a HipChat", 200, 200, 200, 200, 200, 200),
    ("chatlink:hipchat_installed", "post", "a HipChat", 403, 403, 403, 403, 403, 403),
    ("chatlink:hipchat_uninstalled", "delete", "an add-on", 404, 404, 404, 404, 404, 404),
]


def _waiting(cast):
    """An integration that HipChat may install its add-on for: the address has its key."""
    waiting = Integration.objects.filter(adapter="hipchat").first() or make_waiting()
    return {"integration_id": waiting.pk, "key": key_of(waiting.pk)}


KINDS = {
    "a chat system": lambda cast: {"adapter": "slack"},
    "a HipChat": _waiting,
    "an add-on": lambda cast: _waiting(cast) | {"oauth_id": "unknown"},
    "an integration": lambda cast: {"integration_id": make_integration().pk},
}
