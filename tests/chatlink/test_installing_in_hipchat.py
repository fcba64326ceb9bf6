"""HipChat fetches the add-on's descriptor and posts its credentials: once, with the address that
only the integration's page shows, and for the group that the integration is for."""

import json
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from chatlink.actions.installing import install_address
from chatlink.models import Integration
from tests.chatlink.listening import chat_server
from tests.chatlink.make import make_integration, make_waiting
from tests.chatlink.signing import SECRETS, signed
from tests.make import NOBODYS_ID

pytestmark = pytest.mark.django_db

TOKEN = {"access_token": "t", "expires_in": 3600, "group_id": 123, "group_name": "Acme"}


class HipChat:
    """A server of HipChat that installs the add-on whose descriptor's address it is given."""

    def __init__(self, client, server, integration):
        self.client, self.server, self.integration = client, server, integration
        self.address = install_address(integration)

    def descriptor(self):
        return self.client.get(urlsplit(self.address).path)

    def install(self, **changed):
        """Do what the descriptor says; returns Muster's answer."""
        told = {
            "capabilitiesUrl": f"{self.server.url}/v2/capabilities",
            "oauthId": SECRETS["hipchat"]["oauth_id"],
            "oauthSecret": SECRETS["hipchat"]["secret"],
            "groupId": 123,
            "roomId": 1234,
        }
        path = f"{urlsplit(self.address).path}installed"
        return self.client.post(path, told | changed, content_type="application/json")

    def uninstall(self, oauth_id=SECRETS["hipchat"]["oauth_id"]):
        return self.client.delete(f"{urlsplit(self.address).path}installed/{oauth_id}")


@pytest.fixture
def hipchat(client, settings):
    with chat_server(settings) as server:
        settings.HIPCHAT_URL = server.url
        server.answers["POST /v2/oauth/token"] = (200, TOKEN)
        yield HipChat(client, server, make_waiting())


def kept(hipchat):
    """The credentials of the integration as they are now."""
    return Integration.objects.get(pk=hipchat.integration.pk).secrets


def test_the_page_shows_the_address_of_the_descriptor_until_it_is_used(hipchat, ada, as_user):
    page = reverse("chatlink:integration", args=[hipchat.integration.pk])
    assert hipchat.address in as_user(ada).get(page).content.decode()
    hipchat.install()
    after = as_user(ada).get(page).content.decode()
    assert hipchat.address not in after
    assert hipchat.integration.hook_url in after


def test_the_command_line_prints_the_address_of_the_descriptor(settings, capsys, db):
    settings.PUBLIC_URL = "https://muster.example"
    told = ("--chat-team", "123", "--name", "Acme HipChat", "--secret", "")
    call_command("integration", "add", "hipchat", *told)
    made = Integration.objects.get()
    assert capsys.readouterr().out.splitlines()[-1] == install_address(made)


def test_the_descriptor_says_where_to_post_what(hipchat):
    told = hipchat.descriptor().json()
    assert told["links"]["self"] == hipchat.address
    capabilities = told["capabilities"]
    assert capabilities["installable"]["callbackUrl"] == f"{hipchat.address}installed"
    assert capabilities["hipchatApiConsumer"]["scopes"] == ["send_notification"]
    [webhook] = capabilities["webhook"]
    assert webhook["url"] == hipchat.integration.hook_url
    assert (webhook["event"], webhook["authentication"]) == ("room_message", "jwt")


def test_installed_it_takes_commands(hipchat, client):
    assert hipchat.install().status_code == 200
    assert kept(hipchat) == SECRETS["hipchat"]
    integration = Integration.objects.select_related("chat_team").get(pk=hipchat.integration.pk)
    assert integration.chat_team.name == "Acme"
    entry = AuditEntry.objects.get(verb="integration.installed")
    assert entry.actor_name == "HipChat"
    assert SECRETS["hipchat"]["secret"] not in json.dumps(entry.details)
    request = signed("hipchat", SECRETS["hipchat"], "help", now=timezone.now())
    answer = client.post(
        f"{urlsplit(integration.hook_url).path}?signed_request={request.query['signed_request']}",
        request.body,
        content_type="application/json",
    )
    assert "/genie help" in answer.json()["message"]


def test_the_address_works_once(hipchat):
    hipchat.install()
    assert hipchat.descriptor().status_code == 404
    assert hipchat.install(oauthId="mine", oauthSecret="mine").status_code == 404
    assert kept(hipchat) == SECRETS["hipchat"]
    assert hipchat.uninstall("another").status_code == 404
    assert hipchat.uninstall().status_code == 204
    assert kept(hipchat) == {"oauth_id": SECRETS["hipchat"]["oauth_id"]}
    assert hipchat.install().status_code == 404
    assert hipchat.uninstall().status_code == 404


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"groupId": 9}, "another group"),
        ({"capabilitiesUrl": "http://evil.example/v2/capabilities"}, "HIPCHAT_URL"),
        ({"capabilitiesUrl": "http://[evil"}, "no installation"),
        ({"oauthId": None}, "An ID is missing"),
        ({"oauthSecret": ["x"]}, "An ID is missing"),
    ],
)
def test_what_is_wrong_is_refused_and_said(hipchat, changed, words):
    assert hipchat.install(**changed).status_code == 403
    assert kept(hipchat) == {}
    hipchat.integration.refresh_from_db()
    assert words in hipchat.integration.last_error
    assert hipchat.install().status_code == 200  # the address is not used up by that


@pytest.mark.parametrize(
    ("status", "told"), [(401, {}), (200, {}), (200, {**TOKEN, "group_id": 9}), (500, "no JSON")]
)
def test_credentials_that_hipchat_does_not_know_are_refused(hipchat, status, told):
    hipchat.server.answers["POST /v2/oauth/token"] = (status, told)
    assert hipchat.install().status_code == 403
    assert kept(hipchat) == {}


def test_an_add_on_of_another_group_is_refused(hipchat):
    hipchat.server.answers["POST /v2/oauth/token"] = (200, {**TOKEN, "group_id": 9})
    assert hipchat.install(groupId=9).status_code == 403
    hipchat.integration.refresh_from_db()
    assert "for group 9, and this integration is for group 123" in hipchat.integration.last_error


def test_without_the_key_there_is_nothing(hipchat, client):
    key = hipchat.address.rstrip("/").rpartition("/")[2]
    ours = hipchat.integration.pk
    for pk, given in [
        (make_waiting("9").pk, key),
        (ours, "é"),
        (ours, key[:-1]),
        (NOBODYS_ID, key),
    ]:
        path = f"/hooks/chat/{pk}/hipchat/{given}/"
        assert client.get(path).status_code == 404
        assert client.post(f"{path}installed").status_code == 404
        assert client.delete(f"{path}installed/x").status_code == 404
    slack = make_integration("slack")
    assert client.get(urlsplit(install_address(slack)).path).status_code == 404


def test_a_body_that_is_none_is_refused(hipchat, client):
    path = f"{urlsplit(hipchat.address).path}installed"
    for body in (b"", b"[]", b"\xff", b"[" * 50_000):
        assert client.post(path, body, content_type="application/json").status_code == 403
    huge = client.post(path, b"x" * (64 * 1024 + 1), content_type="application/json")
    assert huge.status_code == 413
