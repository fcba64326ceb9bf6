"""Integrations for tests, made as an owner makes them."""

from typing import Any

from chatlink.actions.integrations import NewIntegration, add_integration
from chatlink.adapters import ADAPTERS
from chatlink.models import Integration
from tests.make import SYSTEM

CHAT_TEAM = "T1"


def make_integration(
    adapter: str = "slack", name: str = "Acme chat", chat_team_id: str = CHAT_TEAM, **more: Any
) -> Integration:
    """An integration with made-up credentials of the right names."""
    secrets = more.pop("secrets", {}) or {
        one.name: "c2VjcmV0IG9mIHRoaXMgdGVzdA==" for one in ADAPTERS[adapter].fields
    }
    new = NewIntegration(adapter, name, chat_team_id, secrets, **more)
    return add_integration(new, by=SYSTEM)


def make_waiting(chat_team_id: str = "123") -> Integration:
    """An integration of HipChat that waits for its add-on to be installed."""
    return add_integration(NewIntegration("hipchat", "HipChat", chat_team_id, {}), by=SYSTEM)
