"""What keys may do that are granted little, and whom a team's key reaches."""

import pytest
from django.db import connection

from accounts.models import Group, User
from routing.actions import change_rule
from routing.models import RoutingRule
from tests.api.v1.make import Script
from tests.make import SYSTEM, make_alert, make_rule

pytestmark = pytest.mark.django_db
DONE = {"status": "successful", "code": 200}
NO_WRITING = "API Key is not granted with create and update access"


def test_a_key_in_the_query_counts_where_the_body_has_none():
    script = Script()
    address = f"/v1/json/group?apiKey={script.key}"
    body = '{"apiKey": null, "name": "network"}'
    assert script.client.post(address, body, content_type="text/plain").status_code == 200
    assert Group.objects.get().name == "network"


def test_deleting_configuration_needs_both_accesses_and_deleting_an_alert_one(payments, ben):
    script = Script(write=False)
    make_alert(alias="ledger")
    for path, said in {"user": {"username": ben.username}, "team": {"name": "payments"}}.items():
        assert script.refused("DELETE", path, **said) == (106, NO_WRITING)
    assert User.objects.filter(pk=ben.pk).exists()
    assert script.delete("alert", alias="ledger")


def test_a_teams_key_gives_its_alerts_to_its_people(payments, ben, tom, eve):
    script = Script(team=payments)
    alert = make_alert(alias="ledger", responders=[payments])
    script.post("alert/assign", alias="ledger", owner=ben.username)
    script.post("alert/takeOwnership", alias="ledger", user=tom.username)
    alert.refresh_from_db()
    assert alert.owner == tom
    script.post("alert/recipient", alias="ledger", recipient=ben.username)
    for name in (eve.username, "nobody@acme.example"):
        said = {"alias": "ledger", "owner": name, "user": name, "recipient": name}
        gone = (5, f"User [{name}] does not exist.")
        assert script.refused("POST", "alert/assign", **said) == gone
        assert script.refused("POST", "alert/takeOwnership", **said) == gone
        assert script.refused("POST", "alert/recipient", **said) == (
            5,
            f"Recipient [{name}] does not exist.",
        )


def test_more_recipients_than_an_alert_has_are_refused_by_that_name(ben):
    script, alert = Script(), make_alert(alias="ledger")
    alert.responders = [{"type": "user", "id": str(number), "name": "x"} for number in range(50)]
    alert.save()
    said = {"alias": "ledger", "recipient": ben.username}
    code, words = script.refused("POST", "alert/recipient", **said)
    assert (code, words.startswith("recipient: ")) == (103, True)


def test_a_rule_that_another_changes_meanwhile_keeps_what_it_was_given(payments):
    """While this request waits for the lock, somebody gives the rule its conditions."""
    script, rule = Script(), make_rule(payments, "Nights")
    conditions = [{"field": "message", "operation": "contains", "expectedValue": "db"}]

    def before(execute, sql, *rest):
        if "FOR" in sql and "routing_rulebook" in sql and not waiting:
            waiting.append(sql)
            values = {"match_type": "match-all-conditions", "conditions": conditions}
            change_rule(RoutingRule.objects.get(pk=rule.pk), by=SYSTEM, **values)
        return execute(sql, *rest)

    waiting: list[str] = []
    with connection.execute_wrapper(before):
        said = {"teamName": "payments", "id": str(rule.pk), "name": "Late"}
        assert script.post("team/routingRule", **said) == DONE
    assert waiting
    rule.refresh_from_db()
    assert (rule.name, rule.match_type, len(rule.conditions)) == ("Late", "match-all-conditions", 1)
