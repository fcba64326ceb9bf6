"""Somebody saves a page that is older than what somebody else has saved."""

import pytest
from django.urls import reverse

from oncall.actions.overrides import add_override
from tests.make import SYSTEM, make_rotation, make_rule, make_schedule
from tests.oncall.test_escalation_pages import CALM, row
from tests.oncall.test_overrides import NOON, SPAN
from tests.oncall.test_schedules import TURNS

pytestmark = pytest.mark.django_db


def a_schedule(payments):
    made = make_schedule("Days", team=payments)
    sent = {"name": "Days", "team": "Payments", "time_zone": "UTC", "is_enabled": "on"}
    return made, reverse("oncall:schedule_edit", args=[made.pk]), sent


def a_rotation(payments):
    made = make_rotation(make_schedule("Days", team=payments), payments, name="Primary")
    address = reverse("oncall:rotation_edit", args=[made.schedule_id, made.pk])
    return made, address, TURNS | {"participants": ["none"]}


def an_escalation(payments):
    made = payments.escalations.get()
    address = reverse("oncall:escalation_edit", args=[made.pk])
    return made, address, CALM | row(0, "team:all", "Payments")


def a_rule(payments):
    made = make_rule(payments, "Slow", "message contains db")
    address = reverse("routing:rule_edit", args=[payments.pk, made.pk])
    sent = {"match_type": "match-all", "kind": "none", "time_zone": "UTC"}
    return made, address, sent


def a_default_rule(payments):
    made = payments.routing_rules.get()
    return made, reverse("routing:rule_edit", args=[payments.pk, made.pk]), {"kind": "none"}


@pytest.mark.parametrize("make", [a_schedule, a_rotation, an_escalation, a_rule, a_default_rule])
def test_it_does_not_revert_what_is_newer_unseen(make, tom, ada, payments, as_user):
    made, address, sent = make(payments)
    client = as_user(tom)
    older = client.get(address).context["shown"]
    newer = as_user(ada).get(address).context["shown"]
    saved = as_user(ada).post(address, sent | {"name": "Newer", "shown": newer})
    assert saved.status_code == 302
    refused = client.post(address, sent | {"name": "Older", "shown": older})
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "Ada Admin changed " in text
    assert " meanwhile, on " in text
    assert 'value="Older"' in text
    made.refresh_from_db()
    assert made.name == "Newer"
    sure = client.post(address, sent | {"name": "Older", "shown": refused.context["shown"]})
    assert sure.status_code == 302
    made.refresh_from_db()
    assert made.name == "Older"


def test_an_override_is_not_given_back_to_whom_it_was_taken_from(ben, tom, ada, payments, as_user):
    made = make_schedule("Days", team=payments)
    span = {"starts_at": NOON, "ends_at": NOON.replace(hour=20)}
    override = add_override(made, user=ben, **span, by=SYSTEM)
    address = reverse("oncall:override_edit", args=[made.pk, override.pk])
    client = as_user(tom)
    older = client.get(address).context["shown"]
    assert f'name="shown" value="{older}"' in client.get(address).content.decode()
    mine, theirs = SPAN | {"user": ben.username}, SPAN | {"user": ada.username}
    assert as_user(ada).post(address, theirs | {"shown": older}).status_code == 302
    refused = client.post(address, mine | {"shown": older})
    assert refused.status_code == 422
    assert "Ada Admin changed " in refused.content.decode()
    override.refresh_from_db()
    assert override.user == ada
    sure = client.post(address, mine | {"shown": refused.context["shown"]})
    assert sure.status_code == 302
    override.refresh_from_db()
    assert override.user == ben
