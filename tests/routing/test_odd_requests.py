"""Whatever a form of rules is sent, the answer is a page or a refusal, never a 500."""

import pytest
from django.urls import reverse

from tests.make import make_rule

ODD = ["\0", "9" * 400, "²\ufffe<script>", "0001-01-01T00:00", "(" * 2000]
FIELDS = "name match_type time_zone kind schedule escalation rule_id version moved place from"
TRIED = "message tags priority source entity alias description details json sample at"
PARTS = "field key not operation expected order"
WINDOWS = "kind daily_start daily_end start_day start end_day end"


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_values_are_refused(payments, tom, as_user, odd):
    rule = make_rule(payments, "Database", "message contains db")
    typed = dict.fromkeys(f"{FIELDS} {TRIED}".split(), odd)
    typed |= {f"conditions-0-{part}": odd for part in PARTS.split()}
    typed |= {f"conditions-1-{part}": odd for part in ("key", "expected", "order")}
    typed |= {"conditions-1-field": "extra-properties", "conditions-1-operation": "matches"}
    typed |= {f"conditions-{odd}-field": odd, "rule": odd}
    typed |= {f"time_restriction-{part}": odd for part in WINDOWS.split()}
    of_team, of_rule = [payments.pk], [payments.pk, rule.pk]
    right = {"match_type": "match-all-conditions", "kind": "schedule", "time_zone": "UTC"}
    client = as_user(tom)
    client.raise_request_exception = False
    asked = [("rule_order", of_team), ("rule_move", of_rule), ("rule_place", of_rule)]
    found = {
        (name, client.post(reverse(f"routing:{name}", args=args), typed).status_code)
        for name, args in asked
    }
    for name, args in (("rule_new", of_team), ("rule_edit", of_rule), ("rule_preview", of_team)):
        for more in ({}, right | {"conditions-do": odd}) if name == "rule_new" else (right,):
            url = reverse(f"routing:{name}", args=args)
            found.add((name, client.post(url, typed | more).status_code))
    for origin in ("type", "json", "recent", odd):
        url = reverse("routing:rule_try", args=of_team)
        found.add(("rule_try", client.post(url, typed | {"origin": origin}).status_code))
    page = reverse("routing:rules", args=of_team)
    found.add(("rules", client.get(page, typed | {"version": "3", "from": "1"}).status_code))
    assert {status for _, status in found} <= {200, 302, 400, 409, 422}, found
