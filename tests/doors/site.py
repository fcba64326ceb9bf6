"""The doors that belong to no app."""

KINDS = {"no token": lambda cast: {"token": "unknown"}}
DOORS = [
    ("healthz", "get", "", 200, 200, 200, 200, 200, 200),
    ("readyz", "get", "", 503, 503, 503, 503, 503, 503),  # no worker runs beside the tests
    ("favicon", "get", "", 302, 302, 302, 302, 302, 302),
    ("theme", "post", "", 302, 302, 302, 302, 302, 302),
    ("first_look", "get", "no token", 302, 302, 302, 302, 302, 302),
]
