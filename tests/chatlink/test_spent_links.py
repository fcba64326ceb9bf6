"""Opening a link that works no more: it says so, and the log says who tried."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import links
from accounts.links import hash_of
from accounts.models import AuditEntry, OneTimeLink
from chatlink.jobs import forget
from tests.chatlink.linked import CONNECT, decide, genie_connect, make_chat, path_of

pytestmark = pytest.mark.django_db
INVITATION = OneTimeLink.Purpose.INVITATION


@pytest.fixture
def spent(ben, as_user):
    """The path of a link that ben has used."""
    path = path_of(genie_connect(make_chat()))
    decide(as_user(ben), "approve", path)
    return path


def open_late(client, path):
    client.get(path)
    assert client.get(CONNECT).status_code == 410


def late():
    entries = AuditEntry.objects.filter(verb="chat.opened_late").order_by("at", "actor_name")
    return [(entry.actor_name, entry.details["account"]) for entry in entries]


def test_the_log_names_each_who_opened_it_once(spent, ben, eve, as_user):
    for person in (eve, ben, eve):
        open_late(as_user(person), spent)
    assert sorted(late()) == [
        ("Ben Member", "Slack @ben (acme.slack.com)"),
        ("Eve Stranger", "Slack @ben (acme.slack.com)"),
    ]


def test_who_reads_the_log_reads_a_sentence(spent, eve, olive, as_user):
    open_late(as_user(eve), spent)
    shown = as_user(olive).get("/settings/activity/").content.decode()
    assert "opened a link about Slack @ben (acme.slack.com) that works no more" in shown


def test_a_replaced_link_counts_and_a_token_of_nobody_does_not(eve, as_user):
    chat = make_chat()
    old = path_of(genie_connect(chat))
    genie_connect(chat)
    client = as_user(eve)
    open_late(client, old)
    open_late(client, f"{CONNECT}nonsense/")
    assert [name for name, _ in late()] == ["Eve Stranger"]


def test_whom_nobody_knows_leaves_no_entry(spent, client):
    client.get(spent)
    assert client.get(CONNECT).status_code == 302
    assert late() == []


def test_an_invitation_is_no_link_of_a_chat(eve, as_user):
    OneTimeLink.objects.create(
        purpose="invitation", token_hash=hash_of("token"), expires_at=timezone.now()
    )
    client = as_user(eve)
    client.get(f"{CONNECT}token/")
    assert "chat-link" not in client.session


def test_links_are_forgotten_after_a_month(spent, ben):
    chat = make_chat(executes_commands=False)
    genie_connect(chat, "tom", ago=timedelta(days=29))
    genie_connect(chat, "eve", ago=timedelta(days=31))
    links.issue(INVITATION, now=timezone.now() - timedelta(days=90), valid_for=timedelta(1))
    forget(0)
    kept = OneTimeLink.objects.order_by("created_at")
    assert [one.data.get("chat_user_name") for one in kept] == [None, "tom", "ben"]
