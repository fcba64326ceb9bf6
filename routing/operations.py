"""Which fields conditions may ask, which operations each allows, and what they are called.

Contract: seeds/003 (operations by type of field), opsgenie-v2.md §2 (fields and their additions).
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    LIST = "list"
    NAMES = "names"  # a list of which single names may be asked like texts
    MAP = "map"
    PROPERTY = "property"  # what a map holds under one key: a text, a number, true or false
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an alert as conditions name it: where its value is, and its name in words."""

    attribute: str
    kind: Kind
    words: str
    is_plural: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation in words: of one, denied of one, of several, denied of several."""

    words: str
    denied: str
    plural: str
    plural_denied: str
    needs_value: bool = True


FIELDS = {
    "message": Field("message", Kind.TEXT, "message"),
    "alias": Field("alias", Kind.TEXT, "alias"),
    "description": Field("description", Kind.TEXT, "description"),
    "source": Field("source", Kind.TEXT, "source"),
    "entity": Field("entity", Kind.TEXT, "entity"),
    "tags": Field("tags", Kind.LIST, "tags", is_plural=True),
    "actions": Field("actions", Kind.LIST, "actions", is_plural=True),
    "extra-properties": Field("details", Kind.MAP, "extra properties", is_plural=True),
    "details": Field("details", Kind.MAP, "extra properties", is_plural=True),
    "recipients": Field("responders", Kind.LIST, "recipients", is_plural=True),
    "responders": Field("responders", Kind.LIST, "responders", is_plural=True),
    "teams": Field("teams", Kind.NAMES, "teams", is_plural=True),
    "priority": Field("priority", Kind.NUMBER, "priority"),
}

OPERATIONS = {
    "contains": Operation("contains", "does not contain", "contain", "do not contain"),
    "equals": Operation("equals", "does not equal", "equal", "do not equal"),
    "starts-with": Operation(
        "starts with", "does not start with", "start with", "do not start with"
    ),
    "ends-with": Operation("ends with", "does not end with", "end with", "do not end with"),
    "matches": Operation("matches", "does not match", "match", "do not match"),
    "is-empty": Operation(
        "is empty", "is not empty", "are empty", "are not empty", needs_value=False
    ),
    "equals-ignore-whitespace": Operation(
        "equals, spaces aside,",
        "does not equal, spaces aside,",
        "equal, spaces aside,",
        "do not equal, spaces aside,",
    ),
    "contains-key": Operation(
        "contains the key",
        "does not contain the key",
        "contain the key",
        "do not contain the key",
    ),
    "contains-value": Operation(
        "contains the value",
        "does not contain the value",
        "contain the value",
        "do not contain the value",
    ),
    "greater-than": Operation(
        "is greater than", "is not greater than", "are greater than", "are not greater than"
    ),
    "less-than": Operation(
        "is less than", "is not less than", "are less than", "are not less than"
    ),
}

_TEXT = (
    "contains",
    "equals",
    "starts-with",
    "ends-with",
    "matches",
    "is-empty",
    "equals-ignore-whitespace",
)

# In the order in which they are offered.
ALLOWED: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: _TEXT,
    Kind.LIST: ("contains", "matches", "is-empty"),
    Kind.NAMES: _TEXT,
    Kind.MAP: ("contains", "contains-key", "contains-value", "is-empty"),
    Kind.PROPERTY: (*_TEXT, "greater-than", "less-than"),
    Kind.NUMBER: ("equals", "greater-than", "less-than", "matches"),
}


def kind_of(field: str, key: str) -> Kind:
    """What a condition on a field looks at; a key turns a map into the text it holds there."""
    kind = FIELDS[field].kind
    return Kind.PROPERTY if kind is Kind.MAP and key else kind


def allowed(field: str, key: str = "") -> tuple[str, ...]:
    """The operations that a condition on a field, or on one key of a map, may use."""
    return ALLOWED[kind_of(field, key)]
