"""What went wrong last with an integration: said to who set it up, and to nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

pytestmark = pytest.mark.django_db


def test_why_nothing_is_proved_is_said(chat):
    """A clock that is wrong looks like a wrong secret otherwise."""
    answer = chat.send(chat.request("help", now=timezone.now() - timedelta(hours=3)))
    assert (answer.status_code, answer.content) == (401, b"{}")
    chat.integration.refresh_from_db()
    assert chat.integration.last_error.endswith(("too old, or of a time to come.", "has expired."))
