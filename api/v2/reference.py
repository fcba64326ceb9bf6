"""The calls of the v2 API as its reference shows them, from the OpenAPI document."""

from dataclasses import dataclass
from functools import cache
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Entry:
    """A call: its method, its path and what it does."""

    method: str
    address: str
    title: str


@cache
def sections() -> dict[str, list[Entry]]:
    """Return all calls by their tags."""
    from api.v2.urls import api  # it registers with Django's URLs when it is imported

    document: dict[str, Any] = api.get_openapi_schema(path_prefix="/v2/")
    found: dict[str, list[Entry]] = {}
    for address, methods in document["paths"].items():
        for method, call in methods.items():
            if method in METHODS:
                words = call.get("description") or call["summary"]
                entry = Entry(method.upper(), address, words.partition("\n")[0].rstrip("."))
                found.setdefault(f"{call['tags'][0].capitalize()}s", []).append(entry)
    return found
