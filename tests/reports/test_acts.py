"""What counts as an action, and what became of entries that were there before doors were kept."""

from importlib import import_module

import pytest
from django.db import connection

from accounts.actors import Actor, Via
from alerts import log
from alerts.models import AlertLog
from alerts.models.logs import ACTS
from reports import kinds
from tests.reports.make import make_action, make_alert

# What Muster says of telling people is nobody's act.
TELLING = {
    *("notified", "not_notified", "unreachable", "told_nobody", "nobody_on_call", "target_gone"),
    *("escalation_step", "escalation_empty", "escalation_deleted", "escalation_again"),
    *("escalation_reset", "escalation_quiet", "escalation_over"),
}


def test_every_verb_of_the_log_is_an_act_or_tells_of_telling():
    assert set(log.WORDS) == {*ACTS, "created"} | TELLING
    assert {verb for _, verbs in kinds.KINDS.values() for verb in verbs} == {*ACTS, "created"}


@pytest.mark.django_db
def test_older_entries_get_the_chat_system_from_their_names(ben):
    names = {
        "Slack @bob (not connected)": (None, "slack"),
        "Microsoft Teams Bob (not connected)": (None, "teams"),
        "Ben Member (Mattermost @ben)": (ben, "mattermost"),
        "Ben (Slack fan) Member (HipChat @ben)": (ben, "hipchat"),
        "Somebody": (None, ""),
    }
    alert = make_alert()
    for name, (user, _) in names.items():
        make_action(alert, by=Actor.in_chat(name, user=user))
    make_action(alert, by=Actor(name="Slack @bob", via=Via.API))
    with connection.cursor() as cursor:
        cursor.execute(import_module("alerts.migrations.0008_doors_of_the_log").CHATS)
    doors = dict(AlertLog.objects.filter(via="chat").values_list("actor_name", "door"))
    assert doors == {name: door for name, (_, door) in names.items()}
    assert set(AlertLog.objects.filter(via="api").values_list("door", flat=True)) == {"", "v2"}
