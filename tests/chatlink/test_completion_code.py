"""Where replies are public, the same chat user types a code before the connection counts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, OneTimeLink
from chatlink import commands
from chatlink.chat_links import CODE
from chatlink.messages import Incoming, Kind
from chatlink.models import ChatAccount
from tests.chatlink.linked import decide, genie_connect, make_account, make_chat, path_of
from tests.sign_in.mails import mail_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat(db):
    return make_chat(Kind.TEAMS, "19:operations", requires_code=True)


@pytest.fixture
def code(chat, ben, as_user):
    answer = decide(as_user(ben), "approve", path_of(genie_connect(chat)))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert not ChatAccount.objects.exists()
    [code] = re.findall(r"@genie connect (\d{6})<", answer.content.decode())
    return code


def test_the_reply_says_that_a_code_follows(chat):
    assert genie_connect(chat).lines[-1] == "The page then shows a code to type here."


def test_typing_it_completes_the_connection(chat, ben, code):
    reply = genie_connect(chat, code=code)
    assert reply.text == "You are connected as Ben Member (ben@acme.example)."
    assert ChatAccount.objects.get().user == ben
    assert mail_to(ben.username).subject == "A chat account was connected to your Muster user"
    entry = AuditEntry.objects.get(verb="chat.connected")
    assert (entry.actor_name, entry.via) == ("Ben Member (Microsoft Teams ben)", "chat")
    assert code not in str(OneTimeLink.objects.get(purpose=CODE).data)


def test_another_chat_user_has_nothing_of_it(chat, code):
    assert "nothing to complete" in genie_connect(chat, "mallory", code=code).text
    assert not ChatAccount.objects.exists()
    assert genie_connect(chat, code=f"{code[:3]} {code[3:]}").text.startswith("You are connected")


def test_five_tries_and_it_is_dead(chat, code):
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    said = [genie_connect(chat, code=wrong).text for _ in range(5)]
    assert "Tries left: 4." in said[0]
    assert "Type /genie connect for a new link." in said[4]
    assert "nothing to complete" in genie_connect(chat, code=code).text
    assert not ChatAccount.objects.exists()


def test_it_counts_as_long_as_the_link_would_have(chat, code):
    late = genie_connect(chat, code=code, ago=timedelta(minutes=-15))
    assert "nothing to complete" in late.text


def test_a_new_link_makes_it_void(chat, code):
    genie_connect(chat)
    assert "nothing to complete" in genie_connect(chat, code=code).text


def test_somebody_blocked_meanwhile_is_not_connected(chat, ben, code):
    ben.is_blocked = True
    ben.save()
    assert "nothing to complete" in genie_connect(chat, code=code).text
    assert not ChatAccount.objects.exists()


def test_a_conflict_that_came_up_meanwhile_is_said(chat, ben, code):
    make_account(ben, chat, "benjamin")
    assert "Disconnect that one first." in genie_connect(chat, code=code).text


def test_a_conflict_is_said_before_a_code_is_shown(chat, ben, as_user):
    make_account(ben, chat, "benjamin")
    answer = decide(as_user(ben), "approve", path_of(genie_connect(chat)))
    assert answer.status_code == 422
    assert "Disconnect that one first." in answer.content.decode()


def test_the_command_line_of_the_chat_takes_it(chat, ben, code):
    """Through everything that reads what was typed."""
    asked = Incoming(
        kind=Kind.TEAMS,
        chat_team_id="19:operations",
        chat_team_name="",
        chat_user_id="U-BEN",
        chat_user_name="ben",
        text=f"Connect  {code} ",
        once="1",
    )
    reply = commands.answer(asked, chat, None, now=timezone.now())
    assert reply.text == "You are connected as Ben Member (ben@acme.example)."
