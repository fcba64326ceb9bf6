"""/genie connect by who is connected: a link to a page where approving ends it."""

import pytest

from accounts.audit import sentence
from accounts.models import AuditEntry, OneTimeLink
from chatlink.models import ChatAccount
from tests.chatlink.linked import CONNECT, decide, genie_connect, make_account, make_chat, path_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bens(ben):
    return make_account(ben, make_chat())


@pytest.fixture
def path(bens):
    return path_of(genie_connect(bens.chat_team.integrations.get()))


def test_approving_removes_the_connection(bens, path, ben, as_user):
    client = as_user(ben)
    client.get(path)
    shown = client.get(CONNECT).content.decode()
    assert "Disconnect this Slack account?" in shown
    assert "Approve disconnection" in shown
    assert decide(client, "approve").status_code == 302
    assert not ChatAccount.objects.exists()
    entry = AuditEntry.objects.get(verb="chat.disconnected")
    assert sentence(entry) == "disconnected Slack @ben (acme.slack.com) from Ben Member"
    assert decide(client, "approve", path).status_code == 410


def test_cancelling_keeps_it_and_uses_the_link_up(bens, path, ben, as_user):
    client = as_user(ben)
    assert decide(client, "deny", path).status_code == 302
    assert ChatAccount.objects.get() == bens
    assert decide(client, "approve", path).status_code == 410


@pytest.mark.parametrize("decision", ["approve", "deny"])
def test_nobody_else_may(bens, path, eve, as_user, decision):
    client = as_user(eve)
    client.get(path)
    assert client.get(CONNECT).status_code == 403
    sent = {"decision": decision, "link": OneTimeLink.objects.get().pk}
    assert client.post(CONNECT, sent).status_code == 403
    assert ChatAccount.objects.get() == bens
    assert OneTimeLink.objects.unused().exists()


def test_an_admin_may(bens, path, ben, ada, as_user):
    client = as_user(ada)
    client.get(path)
    shown = client.get(CONNECT).content.decode()
    assert "This is Ben Member’s connection." in shown
    assert "Did you just type" not in shown
    answer = decide(client, "approve")
    assert answer["Location"] == ben.get_absolute_url()
    assert not ChatAccount.objects.exists()


def test_a_link_does_not_end_a_later_connection(bens, path, ben, as_user):
    client = as_user(ben)
    client.post(f"/profile/chat-accounts/{bens.pk}/revoke/")
    make_account(ben, make_chat(executes_commands=False))
    assert decide(client, "approve", path).status_code == 410
    assert ChatAccount.objects.exists()
