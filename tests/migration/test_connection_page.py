"""The page of the Atlassian connection: secrets go in and never come out."""

import pytest

from migration.models import AtlassianConnection
from tests.migration.atlassian_world import ORG_KEY, SECRET

pytestmark = pytest.mark.django_db

PAGE = "/settings/general/migration/connection/"
TYPED = {"client_id": "the-app", "client_secret": SECRET, "org_key": ORG_KEY}


def text(answer) -> str:
    """What an answer says."""
    return answer.content.decode()


def test_it_says_what_it_needs_and_the_exact_callback_url(olive, as_user, settings):
    page = text(as_user(olive).get(PAGE))
    assert f"{settings.PUBLIC_URL}/atlassian/callback/" in page
    assert "OAuth 2.0 (3LO)" in page
    assert "Atlassian’s rules forbid a vendor" in page
    assert "An API key of the organisation" in page


def test_an_owner_sets_it_and_no_secret_comes_out_again(atlassian, olive, as_user):
    client = as_user(olive)
    answer = client.post(PAGE, TYPED, follow=True)
    assert "Saved. Muster may speak with" in text(answer)
    assert AtlassianConnection.current().org_key == ORG_KEY
    for path in (PAGE, "/settings/general/", "/settings/general/migration/before/"):
        page = text(client.get(path))
        assert SECRET not in page
        assert ORG_KEY not in page
    assert "Kept. Type a new one to replace it." in text(client.get(PAGE))
    assert "Set up for" in text(client.get("/settings/general/"))


def test_a_wrong_key_is_refused_in_its_place_and_not_shown(atlassian, olive, as_user):
    answer = as_user(olive).post(PAGE, TYPED | {"org_key": "wrong-key"})
    assert answer.status_code == 422
    assert "Atlassian does not take the key" in text(answer)
    assert "wrong-key" not in text(answer)
    assert 'value="the-app"' in text(answer)
    assert not AtlassianConnection.objects.exists()


def test_it_is_removed(connected, olive, as_user):
    client = as_user(olive)
    assert "Remove the Atlassian connection?" in text(client.get(f"{PAGE}forget/"))
    client.post(f"{PAGE}forget/")
    assert not AtlassianConnection.objects.exists()


def test_it_is_not_removed_under_a_migration(connected, olive, as_user):
    client = as_user(olive)
    client.post("/settings/general/migration/before/", {"directory": "atlassian"})
    answer = client.post(f"{PAGE}forget/")
    assert answer.status_code == 422
    assert "A migration uses this connection." in text(answer)
    assert AtlassianConnection.objects.exists()


def test_admins_are_told_to_ask_an_owner(ada, as_user):
    page = text(as_user(ada).get("/settings/general/migration/before/"))
    assert "Ask an owner." in page
    assert PAGE not in page
    assert PAGE not in text(as_user(ada).get("/settings/general/"))
