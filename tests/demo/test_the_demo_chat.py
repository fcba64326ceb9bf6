"""Acme's chat: who is connected, who acted there, and that nobody can speak in its name."""

import pytest
from django.core.management import call_command

from accounts.audit import sentence
from accounts.models import AuditEntry, User
from alerts.models import AlertLog
from chatlink.models import ChatAccount, Integration

pytestmark = pytest.mark.django_db
BEN, BOB = "Ben Member (Slack @ben)", "Slack @bob (not connected)"


def test_every_page_of_chat_has_something_to_show(as_user):
    call_command("demo", verbosity=0)
    ada, ben = (User.objects.get(username=f"{one}@acme.example") for one in ("ada", "ben"))
    made = Integration.objects.get()
    assert (made.name, made.channels) == ("Acme Slack (demo)", [])  # nothing goes out
    assert len(made.secrets["secret"]) == 32
    shown = as_user(ada).get("/settings/integrations/").content.decode()
    assert made.name in shown
    own = as_user(ben).get("/profile/").content.decode()
    assert "@ben" in own
    assert "Integration removed. Connection kept." in own
    acts = AlertLog.objects.filter(via="chat", door="slack")
    assert {BEN, BOB} <= set(acts.values_list("actor_name", flat=True))
    assert set(acts.filter(actor_name=BEN).values_list("user_id", flat=True)) == {ben.pk}
    last = acts.filter(user_id=ben.pk).latest("at")
    assert ben.chat_accounts.get(chat_team__kind="slack").last_used_at == last.at
    entries = AuditEntry.objects.filter(verb__startswith="chat.").order_by("at")
    assert sentence(entries[1]) == "connected Slack @ben (acme.slack.com) to Ben Member"
    assert acts.earliest("at").at > ChatAccount.objects.latest("connected_at").connected_at
