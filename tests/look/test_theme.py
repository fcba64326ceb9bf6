import pytest
from django.test import Client


@pytest.fixture
def client(db):
    return Client()


def test_a_chosen_theme_is_kept_in_a_cookie_and_goes_back(client):
    answer = client.post("/theme/", {"theme": "dark", "next": "/teams/?q=a"})
    assert (answer.status_code, answer["Location"]) == (302, "/teams/?q=a")
    cookie = answer.cookies["theme"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("dark", "Lax", True)


@pytest.mark.parametrize("chosen", ["system", "", '"><script>'])
def test_anything_else_follows_the_system(client, chosen):
    client.cookies["theme"] = "dark"
    assert client.post("/theme/", {"theme": chosen}).cookies["theme"].value == ""


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_it_goes_back_to_this_site_only(client, back):
    assert client.post("/theme/", {"theme": "dark", "next": back})["Location"] == "/"


def test_the_theme_is_changed_by_post_only(client):
    assert client.get("/theme/").status_code == 405


@pytest.mark.usefixtures("gallery")
def test_the_server_draws_the_chosen_theme(client):
    assert "data-bs-theme" not in client.get("/gallery/focus/").content.decode()
    client.cookies["theme"] = "dark"
    assert '<html lang="en" data-bs-theme="dark">' in client.get("/gallery/").content.decode()
    client.cookies["theme"] = '"><script>'
    assert "<script>" not in client.get("/gallery/").content.decode()
