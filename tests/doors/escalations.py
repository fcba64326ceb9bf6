"""Who may open the pages of escalations."""

from oncall.actions.escalations import Step
from tests.make import make_escalation

STEP = {
    "step-0-whom": "team:all",
    "step-0-recipient": "Payments",
    "step-0-delay_minutes": 0,
    "step-0-condition": "if-not-acked",
}
NEW = {"name": "Nights", "team": "Payments"} | STEP


def _unused(cast):
    return {"pk": make_escalation(cast.payments, Step(cast.payments)).pk}


DOORS = [
    ("oncall:escalations", "get", "", 302, 200, 200, 200, 200, 200),
    ("oncall:escalation", "get", "an escalation", 302, 200, 200, 200, 200, 200),
    ("oncall:escalation", "get", "no escalation", 302, 404, 404, 404, 404, 404),
    ("oncall:escalation_suggestions", "get", "", 302, 403, 403, 200, 200, 200),
    ("oncall:escalation_new", "get", "", 302, 403, 403, 200, 200, 200),
    ("oncall:escalation_new", "post", "", 302, 403, 403, 422, 422, 422),
    ("oncall:escalation_new", "post", "", 302, 403, 403, 302, 302, 302, NEW),
    ("oncall:escalation_edit", "get", "an escalation", 302, 403, 403, 200, 200, 200),
    ("oncall:escalation_edit", "post", "an escalation", 302, 403, 403, 422, 422, 422),
    ("oncall:escalation_edit", "post", "an escalation", 302, 403, 403, 302, 302, 302, NEW),
    ("oncall:escalation_delete", "get", "an escalation", 302, 403, 403, 200, 200, 200),
    ("oncall:escalation_delete", "post", "an escalation", 302, 403, 403, 422, 422, 422),
    ("oncall:escalation_delete", "post", "an unused one", 302, 403, 403, 302, 302, 302),
]  # fmt: skip

KINDS = {
    "an escalation": lambda cast: {"pk": cast.payments.escalations.earliest("created_at").pk},
    "an unused one": _unused,
    "no escalation": lambda cast: {"pk": cast.payments.pk},
}
