"""Three rules of a team."""

import pytest
from django.urls import reverse

from tests.make import make_rule


@pytest.fixture
def rules(payments):
    """Three rules of Payments: all take what "db" is in, each notifies another target."""
    schedule, escalation = payments.schedules.get(), payments.escalations.get()
    make_rule(payments, "Database", "message contains db", notify=schedule)
    make_rule(payments, "Ledger", "message contains ledger", notify=escalation)
    make_rule(payments, "Load tests", "tags contains test")
    return reverse("routing:rules", args=[payments.pk])
