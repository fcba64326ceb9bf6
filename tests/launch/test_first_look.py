"""The browser that opens with `make run` is signed in as the demo's owner, once."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from config import first_look
from tests.make import make_user


@pytest.fixture
def link(db) -> str:
    make_user("Olive Owner", role="owner")
    return urlsplit(first_look.address(timezone.now())).path


def test_it_signs_in_the_owner(link):
    browser = Client()
    assert browser.get(link).status_code == 302
    assert "Olive Owner" in browser.get("/profile/").content.decode()


def test_it_works_once(link):
    Client().get(link)
    second = Client()
    assert "/account/login/" in second.get(link)["Location"]
    assert second.get("/profile/").status_code == 302


def test_it_works_for_five_minutes(db):
    make_user("Olive Owner", role="owner")
    old = first_look.address(timezone.now() - timedelta(minutes=6))
    browser = Client()
    assert "/account/login/" in browser.get(urlsplit(old).path)["Location"]


def test_with_a_postgresql_of_ones_own_there_is_none(link, settings):
    settings.EMBEDDED = False
    assert Client().get(link).status_code == 404
