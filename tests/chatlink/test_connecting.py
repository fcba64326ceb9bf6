"""/genie connect: a link that works once, for 15 minutes, and a page where one approves."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.audit import sentence
from accounts.models import AuditEntry, OneTimeLink
from chatlink.messages import Kind
from chatlink.models import ChatAccount
from tests.chatlink.linked import CONNECT, decide, genie_connect, make_account, make_chat, path_of
from tests.make import make_user
from tests.sign_in.mails import link_in, mail_to, mails_to
from tests.sign_in.test_signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def slack(db):
    return make_chat()


def test_who_is_not_connected_gets_a_link_and_approves(slack, ben, as_user):
    reply = genie_connect(slack)
    assert reply.link.label == "Connect account"
    assert "The link works once, for 15 minutes." in reply.lines
    assert reply.is_private
    answer = decide(as_user(ben), "approve", path_of(reply))
    assert answer["Location"] == "/profile/#chat-accounts"
    account = ChatAccount.objects.get()
    assert (account.user, account.chat_user_id, account.chat_user_name) == (ben, "U-BEN", "ben")
    assert account.chat_team == slack.chat_team
    entries = AuditEntry.objects.filter(verb__startswith="chat.").order_by("at")
    assert [(entry.actor_name, sentence(entry)) for entry in entries] == [
        ("Slack @ben (not connected)", "asked to be connected from acme.slack.com"),
        ("Ben Member", "connected Slack @ben (acme.slack.com) to Ben Member"),
    ]


def test_who_is_connected_is_told_to_whom(slack, ben):
    make_account(ben, slack)
    reply = genie_connect(slack)
    assert reply.lines[0] == "You are connected as Ben Member (ben@acme.example)."
    assert reply.link.label == "Disconnect account"


def test_a_mail_says_so_and_has_a_way_to_revoke(slack, ben, as_user):
    client = as_user(ben)
    decide(client, "approve", path_of(genie_connect(slack)))
    sent = mail_to(ben.username)
    assert sent.subject == "A chat account was connected to your Muster user"
    assert "Slack @ben (acme.slack.com) acts as you" in sent.body
    assert client.get(link_in(sent)).status_code == 200
    client.post(link_in(sent))
    assert not ChatAccount.objects.exists()


def test_the_page_names_both_sides_and_says_how_to_recognise_a_trick(slack, ben, as_user):
    client = as_user(ben)
    client.get(path_of(genie_connect(slack, "mallory")))
    shown = " ".join(client.get(CONNECT).content.decode().split())
    for words in (
        "Connect this Slack account?",
        '<b class="link-name">@mallory</b>',
        "Slack user in <b>acme.slack.com</b>",
        "U-MALLORY",
        "will act as you",
        '<b class="link-name">Ben Member</b>',
        "ben@acme.example",
        "If not, cancel, even if somebody you know sent you the link.",
        "#payments-oncall",
    ):
        assert words in shown


def test_names_from_the_chat_are_only_text(slack, ben, as_user):
    client = as_user(ben)
    client.get(path_of(genie_connect(slack, "<script>x\u202e\n", chat_user_id="U1")))
    shown = client.get(CONNECT).content.decode()
    assert "@&lt;script&gt;x" in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize("decision", ["approve", "deny"])
def test_a_link_works_once(slack, ben, as_user, decision):
    client, path = as_user(ben), path_of(genie_connect(slack))
    assert decide(client, decision, path).status_code == 302
    again = decide(client, "approve", path)
    assert again.status_code == 410
    assert "<h1>Token expired</h1>" in again.content.decode()
    assert ChatAccount.objects.count() == (decision == "approve")


@pytest.mark.parametrize(("seconds", "status"), [(14 * 60 + 50, 200), (15 * 60, 410)])
def test_a_link_works_for_15_minutes(slack, ben, as_user, seconds, status):
    client = as_user(ben)
    client.get(path_of(genie_connect(slack, ago=timedelta(seconds=seconds))))
    answer = client.get(CONNECT)
    assert answer.status_code == status
    assert ("Token expired" in answer.content.decode()) == (status == 410)


def test_it_expires_while_the_page_is_read(slack, ben, as_user):
    client = as_user(ben)
    client.get(path_of(genie_connect(slack)))
    link = OneTimeLink.objects.get()
    OneTimeLink.objects.update(expires_at=link.created_at)
    answer = client.post(CONNECT, {"decision": "approve", "link": link.pk})
    assert answer.status_code == 410
    assert not ChatAccount.objects.exists()


def test_a_new_link_replaces_the_old_one_of_this_chat_user_alone(slack, ben, eve, as_user):
    old, other = path_of(genie_connect(slack)), path_of(genie_connect(slack, "eve"))
    new = path_of(genie_connect(slack))
    assert decide(as_user(ben), "approve", old).status_code == 410
    assert decide(as_user(eve), "approve", other).status_code == 302
    assert decide(as_user(ben), "approve", new).status_code == 302


@pytest.mark.parametrize("token", ["nonsense", "x" * 500, "%00"])
def test_an_unknown_token_is_expired_like_any_other(ben, as_user, token):
    client = as_user(ben)
    assert client.get(f"{CONNECT}{token}/")["Location"] == CONNECT
    assert client.get(CONNECT).status_code == 410


def test_only_the_hash_of_a_token_is_kept(slack, ben, as_user):
    client, path = as_user(ben), path_of(genie_connect(slack))
    client.get(path)
    token = path.removeprefix(CONNECT).strip("/")
    assert len(token) == 43  # 256 bits
    link = OneTimeLink.objects.get()
    assert token not in f"{vars(link)}{dict(client.session)}"
    assert not AuditEntry.objects.filter(details__icontains=token).exists()


def test_at_most_five_links_in_ten_minutes(slack, eve):
    links = [genie_connect(slack, ago=timedelta(minutes=9, seconds=-n)) for n in range(5)]
    assert all(reply.link for reply in links)
    refused = genie_connect(slack)
    assert refused.link is None
    assert refused.text.startswith("You have asked for 5 links in 10 minutes.")
    assert genie_connect(slack, "eve").link
    oldest = OneTimeLink.objects.earliest("created_at")
    OneTimeLink.objects.update(created_at=oldest.created_at)
    assert genie_connect(slack, ago=timedelta(minutes=-2)).link


def test_a_hundred_previewers_use_nothing_up(slack, ben, as_user, client):
    path = path_of(genie_connect(slack))
    for _ in range(100):
        assert client.get(path).status_code == 303
    assert client.head(path).status_code == 303
    person = as_user(ben)
    assert person.head(CONNECT).status_code in (200, 410)
    assert decide(person, "approve", path).status_code == 302


def test_one_signs_in_first_and_the_token_is_nowhere(slack, ben, client):
    path = path_of(genie_connect(slack))
    led = client.get(path)
    assert (led.status_code, led["Location"]) == (303, CONNECT)
    assert led["Referrer-Policy"] == "no-referrer"
    asked = client.get(CONNECT)
    assert asked["Location"] == f"/account/login/?next={CONNECT}"
    assert sign_in(client, ben.username, next=CONNECT)["Location"] == CONNECT
    assert decide(client, "approve").status_code == 302
    assert ChatAccount.objects.get().user == ben


def test_the_page_is_kept_nowhere_and_framed_by_nobody(slack, ben, as_user):
    client = as_user(ben)
    for path in (path_of(genie_connect(slack)), CONNECT):
        answer = client.get(path)
        assert "no-store" in answer["Cache-Control"]
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] in ("no-referrer", "same-origin")
    rules = answer["Content-Security-Policy"].split("; ")
    assert "form-action 'self'" in rules
    assert "default-src 'self'" in rules


def test_approving_needs_the_csrf_token(slack, ben):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ben, backend="django.contrib.auth.backends.ModelBackend")
    client.get(path_of(genie_connect(slack)))
    sent = {"decision": "approve", "link": OneTimeLink.objects.get().pk}
    assert client.post(CONNECT, sent).status_code == 403
    assert not ChatAccount.objects.exists()


def test_what_is_approved_is_what_the_page_showed(slack, ben, as_user):
    client = as_user(ben)
    client.get(path_of(genie_connect(slack)))
    seen = client.get(CONNECT).context["link"].pk
    client.get(path_of(genie_connect(slack, "mallory")))  # somebody had the browser open theirs
    answer = client.post(CONNECT, {"decision": "approve", "link": seen})
    assert answer.status_code == 410
    assert not ChatAccount.objects.exists()


def test_a_chat_user_is_one_person(slack, ben, eve, as_user):
    path = path_of(genie_connect(slack, "shared"))
    make_account(eve, slack, "shared")
    answer = decide(as_user(ben), "approve", path)
    assert answer.status_code == 422
    assert "connected to somebody else. They have to disconnect it" in answer.content.decode()
    assert ChatAccount.objects.get().user == eve


def test_a_person_is_one_chat_user_of_a_chat_team(slack, ben, as_user):
    client = as_user(ben)
    first = make_account(ben, slack)
    answer = decide(client, "approve", path_of(genie_connect(slack, "benjamin")))
    assert answer.status_code == 422
    assert "Disconnect that one first." in answer.content.decode()
    client.post(f"/profile/chat-accounts/{first.pk}/revoke/")
    assert decide(client, "approve").status_code == 302  # the link was not used up


def test_a_person_has_any_number_of_chat_accounts(ben, as_user):
    client = as_user(ben)
    for kind in Kind:
        for team in ("T1", "T2"):
            path = path_of(genie_connect(make_chat(kind, team)))
            assert decide(client, "approve", path).status_code == 302
    assert ben.chat_accounts.count() == 10


def test_somebody_blocked_meanwhile_approves_nothing(slack, ben, as_user):
    client = as_user(ben)
    client.get(path_of(genie_connect(slack)))
    link = client.get(CONNECT).context["link"].pk
    ben.is_blocked = True
    ben.save()
    assert client.post(CONNECT, {"decision": "approve", "link": link}).status_code in (302, 403)
    assert not ChatAccount.objects.exists()


def test_a_decision_that_is_none_changes_nothing(slack, ben, as_user):
    answer = decide(as_user(ben), "yes", path_of(genie_connect(slack)))
    assert answer.status_code == 422
    assert OneTimeLink.objects.unused().count() == 1


def test_cancelling_tells_nobody_and_is_in_the_log(slack, as_user):
    person = make_user("Nora Nobody")
    decide(as_user(person), "deny", path_of(genie_connect(slack)))
    assert mails_to(person.username) == []
    entry = AuditEntry.objects.get(verb="chat.denied")
    assert sentence(entry) == "refused to connect Slack @ben (acme.slack.com) to Nora Nobody"
