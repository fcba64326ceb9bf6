"""All calls, in the order in which the reference has them."""

# ruff: noqa: F401, I001  the order is what this is for
from api.v1 import users, users_reading, copying, contacts, groups
from api.v1 import teams, members, team_logs, routing_rules
from api.v1 import schedules, overrides, on_call, schedules_timeline, escalations
from api.v1 import alerts, alert_lists, alert_actions, alert_reaching, alert_content, alert_logs
from api.v1.calls import CALLS

__all__ = ["CALLS"]
