"""The doors that belong to no app."""

DOORS = [
    ("healthz", "get", "", 200, 200, 200, 200, 200, 200),
    ("readyz", "get", "", 503, 503, 503, 503, 503, 503),  # no worker runs beside the tests
    ("theme", "post", "", 302, 302, 302, 302, 302, 302),
]
