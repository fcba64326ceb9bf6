"""The log names what happened; it never holds what opens a door."""

import json
import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.actions.keys import create_key
from accounts.actions.newcomers import create_user
from accounts.actions.people import set_password
from accounts.actors import Actor
from accounts.links import hash_of
from accounts.models import AuditEntry
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db


def everything_logged():
    return json.dumps(list(AuditEntry.objects.values()), default=str)


def test_no_password_is_logged(ada):
    person = create_user("nora@acme.example", full_name="Nora", by=Actor.of_user(ada))
    set_password(person, password="a-long-Secret-4711", by=Actor.of_user(person))
    assert "a-long-Secret-4711" not in everything_logged()
    assert person.password not in everything_logged()


def test_no_key_is_logged(olive):
    made = create_key("Robot", by=Actor.of_user(olive))
    logged = everything_logged()
    assert "Robot" in logged
    assert str(made.secret) not in logged
    assert made.row.key_hash not in logged


def test_no_link_of_an_invitation_is_logged(ada, as_user):
    guests = {"guests": "nora@acme.example", "role": "user"}
    as_user(ada).post(reverse("accounts:invite"), guests)
    run_jobs()
    token = re.search(r"/([\w-]{43})/", mail.outbox[-1].body)[1]
    logged = everything_logged()
    assert "nora@acme.example" in logged
    assert token not in logged
    assert hash_of(token) not in logged
