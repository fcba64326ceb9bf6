"""The pages of people show who is connected in chat, and who is not."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chatlink.messages import Kind
from tests.chatlink.linked import make_account, make_chat
from tests.make import make_user

pytestmark = pytest.mark.django_db
ROW = re.compile(r"data-row-link>([^<]+)</a>.*?</tr>", re.DOTALL)


@pytest.fixture
def people(as_user, ada):
    """A function that searches the list of people as ada."""
    client = as_user(ada)
    return lambda **terms: client.get("/people/", terms).content.decode()


@pytest.fixture
def linked(ben, tom):
    """ben is connected in Slack and HipChat, tom in Slack; others are not."""
    slack, hipchat = make_chat(), make_chat(Kind.HIPCHAT, "12")
    make_account(ben, slack)
    make_account(tom, slack)
    make_account(ben, hipchat)


def names(page):
    return [found[1] for found in ROW.finditer(page)]


def chat_of(page, name):
    row = next(found[0] for found in ROW.finditer(page) if found[1] == name)
    return re.findall(r'<span class="visually-hidden">([^<]*)</span>', row)[-1]


def test_the_list_says_where_each_is_connected(linked, people):
    page = people()
    assert '<th scope="col">Chat</th>' in page
    assert chat_of(page, "Ben Member") == "Slack, HipChat"
    assert chat_of(page, "Tom Teamadmin") == "Slack"
    assert chat_of(page, "Ada Admin") == "None"


def test_without_any_chat_there_is_no_column(people, ben):
    assert '<th scope="col">Chat</th>' not in people()


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("chat:linked", ["Ben Member", "Tom Teamadmin"]),
        ("chat:unlinked", ["Ada Admin"]),
        ("chat:hipchat", ["Ben Member"]),
        ("chat:HipChat", ["Ben Member"]),
        ("chat:teams", []),
        ("chat:Acme.slack.com", ["Ben Member", "Tom Teamadmin"]),
        ("chat:T1", ["Ben Member", "Tom Teamadmin"]),
        ("chat:linked ben", ["Ben Member"]),
    ],
)
def test_a_search_term_narrows_the_list(linked, people, term, expected):
    assert names(people(q=term)) == expected


@pytest.mark.parametrize("term", ["chat:", "chat:nowhere"])
def test_an_unknown_value_is_told_what_there_is(linked, people, term):
    assert "Write chat:linked, chat:unlinked, a chat system (slack, teams," in people(q=term)


def test_the_list_costs_the_same_for_any_number(linked, people):
    people()  # the first page of a session notes when one was here
    with CaptureQueriesContext(connection) as few:
        people()
    for n in range(20):
        make_account(make_user(f"Person {n}"), make_chat(external_id=f"T{n + 2}"))
    with CaptureQueriesContext(connection) as many:
        people()
    assert len(many) == len(few)


def test_an_admin_sees_and_ends_the_connections_on_a_persons_page(linked, ben, ada, eve, as_user):
    path = f"/people/{ben.pk}/"
    page = as_user(ada).get(path).content.decode()
    assert "Chat Accounts" in page
    account = ben.chat_accounts.get(chat_team__kind="slack")
    revoke = f"/profile/chat-accounts/{account.pk}/revoke/"
    assert revoke in page
    assert as_user(eve).post(revoke).status_code == 404
    assert as_user(ada).post(revoke)["Location"] == path
    assert list(ben.chat_accounts.values_list("chat_team__kind", flat=True)) == ["hipchat"]
