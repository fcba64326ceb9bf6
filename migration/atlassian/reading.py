"""Reading what Atlassian answered: nothing in it is believed to be there, or of a kind.

What is unknown, missing or of another kind than documented raises nothing: it is read as "".
"""

import json
from typing import Any
from urllib.parse import quote

from common.text import one_line
from migration.directory import Refused

type Told = dict[str, Any]

LONGEST_WORDS = 500  # characters
IN_ERRORS = ("detail", "title")
IN_BODY = ("error_description", "message", "detail", "error")


def segment(part: str) -> str:
    """An id as a part of a path: it leads nowhere else. Raises Refused."""
    if part in ("", ".", ".."):
        raise Refused("Atlassian gave an ID that is none.")
    return quote(part, safe="")


def an_object(value: Any) -> Told:
    """Return a JSON object as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def objects(told: Told, name: str) -> list[Told]:
    """Return the objects of a list; what is none is left out."""
    found = told.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def text(told: Told, name: str, limit: int = 300) -> str:
    """Return a field as one line of text, "" when it is missing or no text."""
    found = told.get(name)
    return one_line(found, limit) if isinstance(found, str) else ""


def words_of(told: Any) -> str:
    """Return Atlassian's own words about what went wrong, as one line, or "".

    Each of its services has another shape for them.
    """
    body = an_object(told)
    found = [
        text(one, name, LONGEST_WORDS) for one in objects(body, "errors") for name in IN_ERRORS
    ]
    listed = body.get("errorMessages")
    found += [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    found += [text(body, name, LONGEST_WORDS) for name in IN_BODY]
    return one_line(next(filter(None, found), ""), LONGEST_WORDS)


def codes_of(told: Any) -> set[str]:
    """Return the codes of the errors in an answer: ADMIN-UAM-409-3."""
    return {text(one, "code") for one in objects(an_object(told), "errors")}


def json_of(body: bytes) -> Any:
    """Return the JSON of a body, None when it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
