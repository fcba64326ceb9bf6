"""An alert of Payments with something of everything."""

import pytest

from alerts.models import Alert
from tests.make import make_alert


@pytest.fixture
def alert(payments) -> Alert:
    return make_alert(
        alias="ledger",
        responders=[payments],
        tags=("db", "prod"),
        details={"region": "eu"},
        actions=("restart",),
    )
