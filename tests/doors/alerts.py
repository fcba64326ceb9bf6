"""Who may open the pages of alerts. eve sees none, ben and tom those of Payments, admins all."""

from alerts.models import Alert
from tests.make import make_alert, make_escalation


def _alert(cast):
    found = Alert.objects.filter(alias="ledger").first()
    return {
        "alert_id": (found or make_alert(alias="ledger", responders=[cast.payments])).pk,
    }


def _acknowledged(cast):
    Alert.objects.filter(pk=_alert(cast)["alert_id"]).update(is_acknowledged=True)
    return _alert(cast)


def _with_escalation(cast):
    make_escalation(cast.payments, name="Doors")
    return _alert(cast)


def _nobodys(cast):
    return {"alert_id": make_alert("to nobody").pk}


KINDS = {
    "alert": _alert,
    "acknowledged alert": _acknowledged,
    "alert and escalation": _with_escalation,
    "nobody's alert": _nobodys,
}
BEN = {"person": "ben@acme.example"}
WORDS = {"message": "New", "priority": 2, "description": "", "tags": "a, b"}
TEAM = {"kind": "team", "responder": "Payments"}

# name, method, kind: nobody, eve, ben, tom, ada, olive, data
DOORS = [
    ("alerts:alerts", "get", "", 302, 200, 200, 200, 200, 200),
    ("alerts:alerts_news", "get", "", 204, 200, 200, 200, 200, 200),
    ("alerts:alerts_open", "get", "", 204, 200, 200, 200, 200, 200),
    ("alerts:alerts_bulk", "post", "", 302, 302, 302, 302, 302, 302),
    ("alerts:alert_new", "get", "", 302, 200, 200, 200, 200, 200),
    ("alerts:alert_new", "post", "", 302, 422, 422, 422, 422, 422),
    ("alerts:alert_new", "post", "", 302, 302, 302, 302, 302, 302, WORDS),
    ("alerts:responder_suggestions", "get", "", 302, 200, 200, 200, 200, 200),
    ("alerts:alert", "get", "alert", 302, 404, 200, 200, 200, 200),
    ("alerts:alert", "get", "nobody's alert", 302, 404, 404, 404, 200, 200),
    ("alerts:alert_note", "get", "alert", 302, 404, 302, 302, 302, 302),
    ("alerts:alert_note", "post", "alert", 302, 404, 422, 422, 422, 422),
    ("alerts:alert_note", "post", "alert", 302, 404, 302, 302, 302, 302, {"note": "x"}),
    ("alerts:alert_acknowledge", "post", "alert", 302, 404, 302, 302, 302, 302),
    ("alerts:alert_unacknowledge", "post", "acknowledged alert", 302, 404, 302, 302, 302, 302),
    ("alerts:alert_close", "post", "alert", 302, 404, 302, 302, 302, 302),
    ("alerts:alert_own", "post", "alert", 302, 404, 302, 302, 302, 302),
    ("alerts:alert_assign", "get", "alert", 302, 404, 200, 200, 200, 200),
    ("alerts:alert_assign", "post", "alert", 302, 404, 422, 422, 422, 422),
    ("alerts:alert_assign", "post", "alert", 302, 404, 302, 302, 302, 302, BEN),
    ("alerts:alert_people", "get", "alert", 302, 404, 200, 200, 200, 200),
    ("alerts:alert_snooze", "get", "alert", 302, 404, 200, 200, 200, 200),
    ("alerts:alert_snooze", "post", "alert", 302, 404, 422, 422, 422, 422),
    ("alerts:alert_snooze", "post", "alert", 302, 404, 302, 302, 302, 302, {"span": 60}),
    ("alerts:alert_escalate", "get", "alert and escalation", 302, 404, 200, 200, 200, 200),
    ("alerts:alert_escalate", "post", "alert", 302, 404, 422, 422, 422, 422),
    ("alerts:alert_responder", "get", "alert", 302, 404, 200, 200, 200, 200),
    ("alerts:alert_responder", "post", "alert", 302, 404, 422, 422, 422, 422),
    ("alerts:alert_responder", "post", "alert", 302, 404, 302, 302, 302, 302, TEAM),
    ("alerts:alert_edit", "get", "alert", 302, 404, 200, 200, 200, 200),
    ("alerts:alert_edit", "post", "alert", 302, 404, 422, 422, 422, 422),
    ("alerts:alert_edit", "post", "alert", 302, 404, 302, 302, 302, 302, WORDS),
    ("alerts:alert_delete", "get", "alert", 302, 404, 403, 403, 200, 200),
    ("alerts:alert_delete", "post", "alert", 302, 404, 403, 403, 302, 302),
]
