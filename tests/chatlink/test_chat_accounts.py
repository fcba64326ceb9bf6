"""The section Chat Accounts of a person's page, and the x that revokes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor, ChatScope
from accounts.audit import sentence
from accounts.models import AuditEntry
from chatlink.messages import Kind
from chatlink.models import ChatAccount
from tests.chatlink.linked import make_account, make_chat
from tests.make import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def bens(ben):
    return make_account(ben, make_chat())


def revoke_url(account):
    return f"/profile/chat-accounts/{account.pk}/revoke/"


def test_there_is_no_section_without_any(ben, ada, as_user):
    assert "Chat Accounts" not in as_user(ben).get("/profile/").content.decode()
    assert "Chat Accounts" not in as_user(ada).get(ben.get_absolute_url()).content.decode()


@pytest.mark.parametrize("who", ["ben", "ada", "olive"])
def test_the_section_shows_each(who, bens, ben, as_user, request):
    make_account(ben, make_chat(Kind.TEAMS, "Acme Operations"), "Ben Member")
    viewer = request.getfixturevalue(who)
    shown = as_user(viewer).get(ben.get_absolute_url()).content.decode()
    for words in ("Chat Accounts", "acme.slack.com", "@ben", "Microsoft Teams", "Acme Operations"):
        assert words in shown
    assert revoke_url(bens) in shown
    assert 'aria-label="Revoke Slack account @ben…"' in shown


def test_it_is_there_when_the_integration_is_gone(bens, ben, as_user):
    client = as_user(ben)
    assert "Integration removed" not in client.get("/profile/").content.decode()
    bens.chat_team.integrations.all().delete()
    assert "Integration removed. Connection kept." in client.get("/profile/").content.decode()


def test_more_accounts_cost_no_more_queries(bens, ben, as_user):
    client = as_user(ben)
    client.get("/profile/")
    with CaptureQueriesContext(connection) as few:
        client.get("/profile/")
    for number in range(2, 12):
        make_account(ben, make_chat(external_id=f"T{number}"))
    with CaptureQueriesContext(connection) as many:
        client.get("/profile/")
    assert len(many) == len(few)


@pytest.mark.parametrize(("who", "where"), [("ben", "/profile/"), ("ada", ""), ("olive", "")])
def test_the_x_asks_and_revokes(who, where, bens, ben, as_user, request):
    client, url = as_user(request.getfixturevalue(who)), revoke_url(bens)
    page = client.get(url).content.decode()
    assert "Revoke Slack @ben (acme.slack.com)?" in page
    assert "<html" in page
    dialog = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in dialog
    answer = client.post(url)
    assert answer["Location"] == (where or ben.get_absolute_url())
    assert not ChatAccount.objects.exists()
    entry = AuditEntry.objects.get(verb="chat.revoked")
    assert sentence(entry) == "revoked the connection of Slack @ben (acme.slack.com) to Ben Member"


def test_a_stranger_finds_nothing_there(bens, eve, tom, as_user, client):
    for person in (eve, tom):
        assert as_user(person).get(revoke_url(bens)).status_code == 404
        assert as_user(person).post(revoke_url(bens)).status_code == 404
    assert client.post(revoke_url(bens))["Location"].startswith("/account/login/")
    assert ChatAccount.objects.exists()


def test_an_admin_may_end_an_owners(olive, ada, as_user):
    account = make_account(olive, make_chat())
    as_user(ada).post(revoke_url(account))
    assert not ChatAccount.objects.exists()


def test_it_is_said_when_a_person_is_deleted(bens, ben, olive, as_user):
    client = as_user(olive)
    assert "1 chat account" in client.get(f"{ben.get_absolute_url()}delete/").content.decode()
    client.post(f"{ben.get_absolute_url()}delete/", {"username": ben.username})
    assert not ChatAccount.objects.exists()


def test_who_nobody_knows_sees_none(bens):
    for by in (Actor.nobody(), Actor.in_chat("Slack @bob", scope=ChatScope())):
        assert not ChatAccount.objects.visible_to(by).exists()
    assert ChatAccount.objects.visible_to(Actor.of_user(make_user())).count() == 0
