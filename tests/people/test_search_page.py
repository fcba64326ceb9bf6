"""The search in the top bar, and the start page."""

import pytest

from accounts import search
from tests.make import make_team, make_user


def test_it_finds_people_and_teams(as_user, ada, ben):
    make_team("Benefits")
    page = as_user(ada).get("/search/", {"q": "ben"})
    text = page.content.decode()
    labels = [kind.label for kind in page.context["kinds"]]
    assert labels == ["People", "Teams", "Schedules", "Escalations"]
    assert f'href="/people/{ben.pk}/"' in text
    assert 'value="ben"' in text


def test_everybody_finds_only_what_they_may_see(as_user, ben, eve, payments):
    make_team("Benefits")
    found = as_user(ben).get("/search/", {"q": "acme"}).context["kinds"]
    assert [one.title for kind in found for one in kind.findings] == ["Ben Member"]
    seen_by_all = ["Schedules", "Escalations"]  # whoever may see who is on call sees everybody's
    found = as_user(ben).get("/search/", {"q": "benefits"}).context["kinds"]
    assert [kind.label for kind in found] == seen_by_all
    found = as_user(ben).get("/search/", {"q": "pay"}).context["kinds"]
    assert [kind.label for kind in found] == ["Teams", *seen_by_all]
    assert [one.title for one in found[0].findings] == ["Payments"]
    found = as_user(eve).get("/search/", {"q": "pay"}).context["kinds"]
    assert [kind.label for kind in found] == seen_by_all


def test_it_shows_ten_and_says_that_there_are_more(as_user, ada):
    for number in range(12):
        make_user(f"Crowd {number:02}", username=f"crowd{number}@acme.example")
    kind = as_user(ada).get("/search/", {"q": "crowd"}).context["kinds"][0]
    assert [one.title for one in kind.findings] == [f"Crowd {number:02}" for number in range(10)]
    assert kind.more


@pytest.mark.parametrize("text", ["", " ", "\0", "'", "!&|:*", "x" * 5000, "ab:c", "zzz"])
def test_it_survives_any_text(as_user, ada, text):
    page = as_user(ada).get("/search/", {"q": text})
    assert page.status_code == 200
    assert page.context["kinds"] == []


def test_a_floor_above_adds_its_kind(as_user, ada, monkeypatch):
    monkeypatch.setattr(search, "FINDERS", dict(search.FINDERS))
    search.register(
        "Shifts", lambda actor, text: [search.Finding("Night", f"of {actor.name}", "/x/", "clock")]
    )
    text = as_user(ada).get("/search/", {"q": "night"}).content.decode()
    assert "of Ada Admin" in text


def test_everybody_starts_at_the_alerts(as_user, ben):
    assert as_user(ben).get("/")["Location"] == "/alerts/"
