"""Real threads, each with a connection of its own."""

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import AuditEntry, OneTimeLink
from chatlink.actions.connections import approve, revoke
from chatlink.chat_links import CONNECT
from chatlink.models import ChatAccount
from tests.chatlink.linked import genie_connect, make_account, make_chat
from tests.make import make_user
from tests.teams.test_at_the_same_time import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def approving(person):
    """A function that approves the link there is, as somebody who has it open."""
    link = OneTimeLink.objects.unused().get(purpose=CONNECT)
    by, now = Actor.of_user(person), timezone.now()
    return lambda: approve(link, now=now, by=by)


def test_two_approvals_make_one_row():
    ben, eve = make_user("Ben Member"), make_user("Eve Stranger")
    genie_connect(make_chat())
    results = at_once(approving(ben), approving(eve), approving(ben))
    assert sorted(results) == ["", "Token expired", "Token expired"]
    assert ChatAccount.objects.count() == 1
    assert AuditEntry.objects.filter(verb="chat.connected").count() == 1


def test_two_links_of_one_person_make_one_row():
    ben, chat = make_user("Ben Member"), make_chat()
    genie_connect(chat)
    first = approving(ben)
    OneTimeLink.objects.update(purpose="away")
    genie_connect(chat, "benjamin")
    second = approving(ben)
    OneTimeLink.objects.update(purpose=CONNECT)
    results = at_once(first, second)
    assert "" in results
    assert any("Disconnect that one first." in result for result in results)
    assert ChatAccount.objects.count() == 1


def test_two_requests_leave_one_link_that_works():
    chat = make_chat()
    at_once(*[lambda: genie_connect(chat)] * 4)
    assert OneTimeLink.objects.count() == 4
    assert OneTimeLink.objects.unused().count() == 1


def test_two_who_revoke_are_told_once():
    ben, ada = make_user("Ben Member"), make_user("Ada Admin", role="admin")
    account = make_account(ben, make_chat())
    one, other = Actor.of_user(ben), Actor.of_user(ada)
    results = at_once(lambda: revoke(account, by=one), lambda: revoke(account, by=other))
    assert set(results) == {None, "This chat account is disconnected already."}
    assert AuditEntry.objects.filter(verb="chat.revoked").count() == 1
