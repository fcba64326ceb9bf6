"""What a condition sees of an alert, as text that an explanation repeats."""

from collections.abc import Callable, Mapping
from operator import attrgetter

from common.text import shortened
from routing.conditions import Condition
from routing.facts import Facts
from routing.operations import FIELDS, Kind

LONGEST_SEEN = 120  # characters


def seen_by(condition: Condition) -> Callable[[Facts], str]:
    """Return the function that says what a condition sees: as text, cut to LONGEST_SEEN.

    It is "" when there is nothing.
    """
    value, key = attrgetter(FIELDS[condition.field].attribute), condition.key
    match condition.kind:
        case Kind.NUMBER:
            return lambda facts: f"P{value(facts)}"
        case Kind.TEXT:
            return lambda facts: shortened(value(facts), LONGEST_SEEN)
        case Kind.PROPERTY:
            return lambda facts: shortened(facts.details.get(key, ""), LONGEST_SEEN)
        case Kind.MAP:
            return lambda facts: shortened(_pairs(facts.details), LONGEST_SEEN)
    return lambda facts: shortened(", ".join(value(facts)), LONGEST_SEEN)


def _pairs(details: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in details.items())
