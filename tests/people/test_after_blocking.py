"""A session that blocking ended stays ended."""

from django.test import Client

from accounts.actions.people import block, unblock
from tests.make import SYSTEM


def test_who_is_unblocked_signs_in_anew(ben):
    client = Client()
    client.force_login(ben)
    assert client.get("/profile/").status_code == 200
    block(ben, by=SYSTEM)
    unblock(ben, by=SYSTEM)
    assert client.get("/profile/").status_code == 302
    client.force_login(ben)
    assert client.get("/profile/").status_code == 200
