"""All calls, in the order in which the reference has them."""

from api.v1 import (
    alert_actions,
    alert_content,
    alert_lists,
    alert_logs,
    alert_reaching,
    alerts,
    calls,
    contacts,
    copying,
    escalations,
    groups,
    members,
    on_call,
    overrides,
    routing_rules,
    schedules,
    schedules_timeline,
    team_logs,
    teams,
    users,
    users_reading,
)

_ORDER = [
    *(users, users_reading, copying, contacts, groups),
    *(teams, members, team_logs, routing_rules),
    *(schedules, overrides, on_call, schedules_timeline, escalations),
    *(alerts, alert_lists, alert_actions, alert_reaching, alert_content, alert_logs),
]
_PLACES = {module.__name__: place for place, module in enumerate(_ORDER)}
# Whichever of them was imported first.
CALLS = sorted(calls.CALLS, key=lambda one: _PLACES[one.run.__module__])
