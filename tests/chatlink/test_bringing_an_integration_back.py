"""Chat accounts outlive their integration. Who brings it back agrees to what works again."""

import pytest
from django.urls import reverse

from chatlink.models import Integration
from tests.chatlink.linked import make_account
from tests.chatlink.make import make_integration
from tests.make import make_user

pytestmark = pytest.mark.django_db
SLACK = {
    "name": "Acme Slack",
    "chat_team_id": " T1 ",
    "reach": "account",
    "secret": "8f742231b10e8888abcd99yyyzzz85a5",
    "executes_commands": "on",
}


@pytest.fixture
def gone(ben, tom):
    """Ben and Tom were connected in a chat team whose integration was removed."""
    integration = make_integration()
    make_account(ben, integration)
    make_account(tom, integration)
    integration.delete()


@pytest.fixture
def add(as_user, ada):
    client = as_user(ada)
    address = reverse("chatlink:integration_new", args=["slack"])
    return lambda **changed: client.post(address, SLACK | changed, follow=True)


def test_it_is_told_first_how_many_accounts_would_work_again(gone, add):
    answer = add()
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Let 2 chat accounts work again" in shown
    assert "What is typed there is done as Ben Member and Tom Teamadmin." in shown
    assert not Integration.objects.exists()
    assert SLACK["secret"] in shown  # so that nobody types it twice
    assert "no-store" in answer["Cache-Control"]
    assert "2 chat accounts work again." in add(brings_back="on").content.decode()
    assert Integration.objects.get().chat_team.accounts.count() == 2


def test_one_that_only_posts_speaks_for_nobody(gone, add):
    only_posts = make_integration(name="Posts", executes_commands=False)
    assert "Let 2 chat accounts work again" in add().content.decode()
    only_posts.executes_commands = True
    only_posts.save()
    assert "Let 2 chat accounts" not in add(executes_commands="").content.decode()
    assert Integration.objects.count() == 2


def test_of_many_people_some_are_named(gone, add):
    [gone_team] = {one.chat_team for one in make_account_of_many()}
    shown = add().content.decode()
    assert gone_team.accounts.count() == 8
    assert "as Ben Member, Person 1, Person 2, Person 3 and 4 others." in shown


def make_account_of_many():
    integration = make_integration()
    made = [make_account(make_user(f"Person {n}"), integration) for n in range(1, 7)]
    integration.delete()
    return made


def test_who_adds_a_second_one_is_asked_nothing(gone, add):
    make_integration()
    assert add(executes_commands="").status_code == 200
    assert Integration.objects.count() == 2


def test_a_chat_team_of_nobody_is_added_at_once(add):
    assert add().status_code == 200
    assert Integration.objects.exists()


def test_credentials_that_are_wrong_are_not_sent_back(add):
    shown = add(name="").content.decode()
    assert SLACK["secret"] not in shown
