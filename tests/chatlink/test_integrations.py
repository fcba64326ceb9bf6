"""An owner sets a chat system up, changes it, removes it, and brings it back."""

from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import AuditEntry
from chatlink.models import ChatAccount, Integration
from tests.chatlink.make import make_integration
from tests.make import make_team

pytestmark = pytest.mark.django_db
SLACK = {
    "name": "Acme Slack",
    "chat_team_id": "T024BE7LD",
    "reach": "account",
    "secret": "8f742231b10e8888abcd99yyyzzz85a5",
    "bot_token": "xoxb-1",
    "executes_commands": "on",
}


def add(client, **changed):
    return client.post(reverse("chatlink:integration_new", args=["slack"]), SLACK | changed)


def test_an_owner_adds_slack_and_reads_what_to_do_there(olive, as_user):
    client = as_user(olive)
    answer = add(client)
    made = Integration.objects.get()
    assert answer.url == reverse("chatlink:integration", args=[made.pk])
    page = client.get(answer.url).content.decode()
    assert f"/hooks/chat/{made.pk}/" in page
    assert "api.slack.com/apps" in page
    assert SLACK["secret"] not in page + made.sealed_secrets
    assert made.secrets["secret"] == SLACK["secret"]
    entry = AuditEntry.objects.get(verb="integration.created")
    assert SLACK["secret"] not in str(entry.details)


def test_what_is_missing_is_named_at_its_field(olive, as_user):
    answer = add(as_user(olive), secret="", chat_team_id=" ")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"secret", "chat_team_id"}
    assert not Integration.objects.exists()


def test_a_credential_that_is_left_empty_stays(olive, as_user):
    client, made = as_user(olive), make_integration()
    secret = made.secrets["secret"]
    address = reverse("chatlink:integration", args=[made.pk])
    client.post(address, {"name": "Ours", "requires_matching": "on", "bot_token": "xoxb-2"})
    made.refresh_from_db()
    assert (made.name, made.requires_matching, made.executes_commands) == ("Ours", True, False)
    assert made.secrets == {"secret": secret, "bot_token": "xoxb-2"}


def test_a_token_is_not_sent_to_an_address_it_was_not_typed_for(olive, as_user):
    there = {"secret": "s", "url": "https://chat.example", "bot_token": "t"}
    made, client = make_integration("mattermost", name="Ours", secrets=there), as_user(olive)
    address = reverse("chatlink:integration", args=[made.pk])
    elsewhere = {"name": "Ours", "executes_commands": "on", "url": "https://evil.example"}
    answer = client.post(address, elsewhere)
    assert answer.status_code == 422
    assert "Type this again" in str(answer.context["form"].errors["bot_token"])
    made.refresh_from_db()
    assert made.secrets == there
    assert client.post(address, elsewhere | {"bot_token": "u"}).status_code == 302


def test_a_form_that_changes_nothing_is_not_in_the_log(olive, as_user):
    there = {"secret": "s", "url": "https://chat.example"}
    made = make_integration("mattermost", name="Ours", secrets=there)
    same = {"name": "Ours", "executes_commands": "on", "url": there["url"]}
    as_user(olive).post(reverse("chatlink:integration", args=[made.pk]), same)
    assert not AuditEntry.objects.filter(verb="integration.changed").exists()


def test_after_a_change_of_the_key_the_credentials_are_typed_anew(olive, as_user):
    made, client = make_integration(name="Ours"), as_user(olive)
    Integration.objects.update(sealed_secrets=Fernet(Fernet.generate_key()).encrypt(b"{}").decode())
    assert client.post(made.hook_url).status_code == 401
    address = reverse("chatlink:integration", args=[made.pk])
    assert client.get(address).status_code == 200
    assert client.get(reverse("chatlink:integration_remove", args=[made.pk])).status_code == 200
    assert client.post(address, {"name": "Ours"}).status_code == 422
    assert client.post(address, {"name": "Ours", "secret": "new"}).status_code == 302
    made.refresh_from_db()
    assert made.secrets == {"secret": "new"}


def test_one_integration_of_a_chat_team_executes_commands(olive, as_user):
    make_integration(chat_team_id=SLACK["chat_team_id"])
    answer = add(as_user(olive))
    assert answer.status_code == 422
    assert "Another integration" in str(answer.context["form"].errors["executes_commands"])
    assert add(as_user(olive), executes_commands="").status_code == 302


def test_accounts_stay_when_it_goes_and_work_again_when_it_comes_back(olive, ben, as_user):
    client = as_user(olive)
    first = make_integration(chat_team_id=SLACK["chat_team_id"])
    ChatAccount.objects.create(chat_team=first.chat_team, user=ben, chat_user_id="U1")
    client.post(reverse("chatlink:integration_remove", args=[first.pk]))
    assert ChatAccount.objects.count() == 1
    answer = client.post(
        reverse("chatlink:integration_new", args=["slack"]),
        SLACK | {"brings_back": "on"},
        follow=True,
    ).content.decode()
    assert "1 chat account works again." in answer


def test_it_is_said_when_its_team_is_deleted(olive, payments, as_user):
    make_integration(team=payments)
    shown = as_user(olive).get(f"{payments.get_absolute_url()}delete/").content.decode()
    assert "1 chat integration" in shown


def test_channels_are_kept_once_each(olive, as_user):
    client, made = as_user(olive), make_integration()
    address = reverse("chatlink:integration_channels", args=[made.pk])
    client.post(address, {"channels": "C1\n C2,C1\n\n"})
    made.refresh_from_db()
    assert made.channels == ["C1", "C2"]
    many = "\n".join(f"C{n}" for n in range(30))
    assert client.post(address, {"channels": many}).status_code == 422


def test_on_the_command_line_the_last_line_is_the_address(payments):
    said = StringIO()
    call_command(
        *("integration", "add", "slack", "--chat-team", "T9", "--name", "Acme"),
        *("--secret", "s3cret", "--set", "bot_token=xoxb-1", "--team", "payments"),
        stdout=said,
    )
    made = Integration.objects.get()
    assert said.getvalue().strip().endswith(f"/hooks/chat/{made.pk}/")
    assert made.team == payments
    assert made.secrets == {"secret": "s3cret", "bot_token": "xoxb-1"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (["--set", "nonsense"], "NAME=VALUE"),
        (["--set", "x=1"], "slack has no x"),
        (["--team", "nobody"], "no team"),
    ],
)
def test_the_command_line_refuses_with_a_sentence(wrong, words, db):
    make_team("Payments")
    usual = ["integration", "add", "slack", "--chat-team", "T9", "--name", "A", "--secret", "s"]
    with pytest.raises(CommandError, match=words):
        call_command(*usual, *wrong)
