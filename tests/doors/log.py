"""Who may read the log of the account."""

DOORS = [
    ("accounts:log", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:log_people", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:log_export", "get", "csv", 302, 403, 403, 403, 200, 200),
    ("accounts:log_export", "get", "json", 302, 403, 403, 403, 200, 200),
    ("accounts:log_export", "get", "xml", 302, 403, 403, 403, 404, 404),
]

KINDS = {
    "csv": lambda cast: {"kind": "csv"},
    "json": lambda cast: {"kind": "json"},
    "xml": lambda cast: {"kind": "xml"},
}
