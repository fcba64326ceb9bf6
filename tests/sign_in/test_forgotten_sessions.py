"""Sessions that are over don't stay in the database."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.jobs import forget_sessions

pytestmark = pytest.mark.django_db


def test_those_that_are_over_are_forgotten(ben, as_user):
    client = as_user(ben)
    gone = timezone.now() - timedelta(minutes=1)
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=gone)
    forget_sessions(0)
    assert Session.objects.count() == 1
    assert client.get("/profile/").status_code == 200
