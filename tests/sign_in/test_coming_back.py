"""Whoever is signed out meanwhile signs in and finds the page they were on."""

from urllib.parse import parse_qs, urlsplit

import pytest

HOST = "http://testserver"


def way_back(answer):
    """Return where signing in leads to."""
    assert answer.status_code == 302
    return parse_qs(urlsplit(answer["Location"]).query)["next"]


def test_it_comes_back_to_the_page_that_was_asked_for(client, db):
    assert way_back(client.get("/people/?q=ben")) == ["/people/?q=ben"]


def test_it_comes_back_to_the_page_that_held_the_form(client, db):
    answer = client.post("/profile/shortcuts/", headers={"Referer": f"{HOST}/profile/?a=1"})
    assert way_back(answer) == ["/profile/?a=1"]


@pytest.mark.parametrize("referrer", ["", "https://elsewhere.example/profile/", "//elsewhere", "["])
def test_it_comes_back_to_the_start_page_from_elsewhere(client, db, referrer):
    answer = client.post("/profile/shortcuts/", headers={"Referer": referrer})
    assert way_back(answer) == ["/"]
