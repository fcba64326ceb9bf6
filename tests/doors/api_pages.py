"""The reference of the APIs: for everybody who is signed in."""

DOORS = [
    ("api:v1", "get", "", 302, 200, 200, 200, 200, 200),
    ("api:v2", "get", "", 302, 200, 200, 200, 200, 200),
]
