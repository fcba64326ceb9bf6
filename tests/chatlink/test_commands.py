"""What /genie does and says: the log, what is reached, what is refused. Contract: chat.md §1.2."""

from dataclasses import replace

import pytest
from django.utils import timezone

from alerts import log
from alerts.actions.answers import acknowledge, close
from alerts.models import Alert
from chatlink.commands import NOT_HERE, answer
from chatlink.commands.talk import CONNECT_FIRST
from chatlink.messages import Incoming, Kind
from chatlink.models import ChatAccount, ChatTeam
from oncall.models import Override
from tests.chatlink.asking import ask, make_chat
from tests.make import SYSTEM, make_alert, make_rotation, make_schedule, make_team

pytestmark = pytest.mark.django_db
BEN, BOB = "Ben Member (Slack @ben)", "Slack @bob (not connected)"


@pytest.fixture
def chat(db):
    return make_chat()


@pytest.fixture
def alert(payments) -> Alert:
    return make_alert("db: slow", responders=[payments])


def last_of(alert: Alert) -> tuple[str, str, str]:
    entry = alert.log.last()
    return entry.actor_name, entry.via, log.sentence(entry)


def test_the_log_names_the_person_and_the_chat(chat, alert, ben):
    said = ask(chat, f"ACK {alert.tiny_id}", ben, "ben")
    assert said.lines == (f'{BEN} acknowledged alert #{alert.tiny_id} "db: slow"',)
    assert last_of(alert) == (BEN, "chat", "acknowledged the alert")
    alert.refresh_from_db()
    assert (alert.owner, alert.acknowledged_by) == (ben, BEN)


def test_the_log_names_who_is_not_connected_as_the_chat_does(chat, alert):
    ask(chat, f"ack {alert.tiny_id}")
    ask(chat, f"note see runbook 7 to {alert.tiny_id}")
    assert last_of(alert) == (BOB, "chat", "added a note")
    assert alert.log.last().details == {"note": "see runbook 7"}
    alert.refresh_from_db()
    assert (alert.owner, alert.acknowledged_by) == (None, BOB)


def test_each_alert_gets_its_own_line(chat, payments, ben, eve):
    mine, over = make_alert("a", responders=[payments]), make_alert("b", responders=[payments])
    hers = make_alert("c", responders=[eve])
    close(over, by=SYSTEM)
    said = ask(chat, f"ack {hers.tiny_id} {over.tiny_id} {mine.tiny_id} 999999999", ben, "ben")
    assert said.lines == (
        f"Alert with tinyId [{hers.tiny_id}] not found!",
        f"#{over.tiny_id}: Test has closed this alert already.",
        f'{BEN} acknowledged alert #{mine.tiny_id} "a"',
        "Alert with tinyId [999999999] not found!",
    )
    assert not Alert.objects.get(pk=hers.pk).is_acknowledged


def test_a_teams_integration_reaches_that_team_only(payments, olive, ben, eve):
    chat, others = make_chat(team=payments), make_team("Search", members=[eve])
    inside, outside = make_alert(responders=[payments]), make_alert(responders=[others])
    make_rotation(make_schedule("Inside", team=payments), ben)
    make_rotation(make_schedule("Outside", team=others), eve)
    for person in (olive, None):
        assert "not found" in ask(chat, f"get {outside.tiny_id}", person).text
        assert f"#{inside.tiny_id}" in ask(chat, f"get {inside.tiny_id}", person).text
        assert "out of 1 open alerts. [Total: 1]" in ask(chat, "list", person).text
        assert "no team or user “Search”" in ask(chat, "alert x for Search", person).text
        assert "no schedule or team “Outside”" in ask(chat, "whoisoncall Outside", person).text
        assert ask(chat, "whoisoncall Inside", person).lines == ("Inside: Ben Member",)
        said = ask(chat, f"assign {inside.tiny_id} to eve@acme.example", person).text
        assert "no user “eve@" in said
    ask(chat, "closeall", olive)
    assert list(Alert.objects.open()) == [outside]


def test_what_must_be_connected_is_said(alert, payments):
    chat = make_chat(requires_matching=True)
    assert ask(chat, f"ack {alert.tiny_id}").lines == (CONNECT_FIRST,)
    assert ask(chat, "list").lines == (CONNECT_FIRST,)
    assert "not connected" in ask(chat, "help").text
    assert ask(chat, "connect").link


def test_an_integration_that_executes_nothing_says_so(alert, ben):
    chat = make_chat(executes_commands=False)
    assert ask(chat, f"ack {alert.tiny_id}", ben).lines == (NOT_HERE,)


def test_an_alert_is_assigned_by_e_mail_name_or_mention(chat, alert, ben, tom):
    ask(chat, "help", tom, "Tommy")
    ChatAccount.objects.update(chat_user_name="Tommy")
    for typed, owner in (
        ("Ben Member", ben),
        ("@tommy", tom),
        ("ben@acme.example", ben),
        ("@U-Tommy", tom),
        ("me", ben),
    ):
        said = ask(chat, f"assign {alert.tiny_id} to {typed}", ben, "ben").text
        assert said.endswith(f'"db: slow" to {owner.full_name}')
    elsewhere = ChatTeam.objects.create(kind="slack", external_id="T2")
    ChatAccount.objects.create(chat_team=elsewhere, user=tom, chat_user_id="U-2")
    assert "no user “@U-2”" in ask(chat, f"assign {alert.tiny_id} to @U-2").text
    assert ask(chat, f"assign {alert.tiny_id} to me").lines == (CONNECT_FIRST,)


def test_who_is_mentioned_is_whom_the_chat_means(chat, alert, ben, tom):
    """Ben is called alex in Slack by now, as Tom was when he last came by."""
    for person, name in ((ben, "ben"), (tom, "alex")):
        account = ChatAccount(chat_team=chat.chat_team, user=person, chat_user_id=f"U-{name}")
        account.chat_user_name = name
        account.save()
    asked = Incoming(Kind.SLACK, "T1", "acme", "U9", "bob", f"assign {alert.tiny_id} to @Alex", "1")
    answer(replace(asked, mentions={"alex": "U-ben"}), chat, None, now=timezone.now())
    alert.refresh_from_db()
    assert alert.owner == ben
    refused = answer(replace(asked, mentions={"alex": ""}), chat, None, now=timezone.now())
    assert "no user “@Alex”" in refused.text


def test_the_list_counts_what_one_sees(chat, payments, ben):
    first, second = make_alert("a", responders=[payments]), make_alert("b", responders=[payments])
    make_alert("of nobody")
    acknowledge(first, by=SYSTEM)
    assert ask(chat, "list", ben, "ben").lines == (
        "Alert List: Found 1 unacked alerts out of 2 open alerts. [Total: 2]",
        f'- #{second.tiny_id}: "b" - Status: open',
        f'- #{first.tiny_id}: "a" - Status: acked',
    )


@pytest.mark.parametrize(
    ("typed", "message", "told"),
    [
        ("x is down for Payments", "x is down", "Payments"),
        ("it waits for disk for night watch team", "it waits for disk", "Night Watch"),
        ("x for payments NIGHT watch ben@acme.example", "x", "Payments, Night Watch, Ben Member"),
        ("x for night watch,payments", "x", "Night Watch, Payments"),
    ],
)
def test_an_alert_is_for_teams_and_people(typed, message, told, chat, payments, ben):
    make_team("Night Watch")
    said = ask(chat, f"alert {typed}", ben, "ben")
    made = Alert.objects.get()
    assert said.lines == (f'{BEN} created alert #{made.tiny_id} "{message}" for {told}',)
    assert made.log.first().actor_name == BEN
    assert made.source == "Slack"


def test_an_alert_that_is_for_nobody_known_is_not_made(chat, payments, ben):
    assert "no team or user “disk”" in ask(chat, "alert it waits for disk", ben).text
    assert "Say whom to tell" in ask(chat, "alert it waits", ben).text
    assert not Alert.objects.exists()


def test_a_teams_chat_tells_its_team_of_alerts_for_nobody(payments):
    ask(make_chat(team=payments), "alert it waits")
    assert Alert.objects.get().team_ids == [payments.pk]


def test_one_takes_on_call_where_one_takes_turns(chat, payments, ben, tom):
    make_rotation(make_schedule("Nights", team=payments), tom)
    make_schedule("Elsewhere", team=make_team("Search"))
    said = ask(chat, "oncall me 2h", ben, "ben")
    assert [line.partition(" until")[0] for line in said.lines] == [
        "Ben Member is on call in Nights",
        "Ben Member is on call in Payments_schedule",
    ]
    assert {(one.ends_at - one.starts_at).seconds for one in Override.objects.all()} == {7200}
    assert ask(chat, "whoisoncall payments").lines == (
        "Nights: Ben Member",
        "Payments_schedule: Ben Member",
    )
    refused = ask(chat, "oncall tom@acme.example for Nights", ben, "ben").text
    assert refused.startswith("Nights: You can take shifts of your own schedules")


ODD = ["\0", "x\0y", "\ud800", "'", "%s", "{}", "١٢", "9" * 18, "\n", ",", "🔥"]


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_odd_characters_break_nothing(text, chat, alert, ben):
    for shape in (
        "note {0} to {1}", "addtag {0} to {1}", "assign {1} to {0}", "alert {0} for {0}",
        "whoisoncall {0}", "oncall {0} for {0}", "ack {0}", "{0}",
    ):  # fmt: skip
        assert ask(chat, shape.format(text, alert.tiny_id), ben).text
