"""The API asks for a key: without one nobody is let in, whoever they are signed in as."""

NOBODY = (401, 401, 401, 401, 401, 401)
ACTIONS = (
    *("acknowledge", "unacknowledge", "close", "snooze", "assign", "escalate", "add_responder"),
    *("add_team", "add_note", "add_tags", "add_details", "update_message", "update_description"),
    "update_priority",
)

DOORS = [
    ("v2:openapi-json", "get", "", 200, 200, 200, 200, 200, 200),
    ("v2:api-root", "get", "", 404, 404, 404, 404, 404, 404),
    ("v2:alerts", "get", "", *NOBODY),
    ("v2:alerts", "post", "", *NOBODY),
    ("v2:alert_count", "get", "", *NOBODY),
    ("v2:alert_request", "get", "a request", *NOBODY),
    ("v2:alert", "get", "an alias", *NOBODY),
    ("v2:alert", "delete", "an alias", *NOBODY),
    ("v2:alert_logs", "get", "an alias", *NOBODY),
    ("v2:alert_recipients", "get", "an alias", *NOBODY),
    ("v2:alert_add_note", "get", "an alias", *NOBODY),
    ("v2:alert_add_tags", "delete", "an alias", *NOBODY),
    ("v2:alert_add_details", "delete", "an alias", *NOBODY),
    ("v2:alert_action", "post", "an alias and action", *NOBODY),
    *((f"v2:alert_{action}", "post", "an alias", *NOBODY) for action in ACTIONS),
]

KINDS = {
    "a request": lambda cast: {"request_id": "x"},
    "an alias": lambda cast: {"identifier": "ledger"},
    "an alias and action": lambda cast: {"identifier": "ledger", "action_name": "restart"},
}
