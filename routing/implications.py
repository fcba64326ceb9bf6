"""Whether one condition holding proves that another holds. Pure.

"Yes" is proved; "no" only says that this knows no proof. docs/routing.md lists what is known.
"""

from routing.closures import priority_test, text_test
from routing.conditions import Condition
from routing.facts import fold
from routing.numbers import number_in
from routing.operations import FIELDS, Kind

# What these say of a text, they say of every text that differs in letter case only.
CASELESS = (
    "contains",
    "equals",
    "starts-with",
    "ends-with",
    "is-empty",
    "equals-ignore-whitespace",
)
LISTS = (Kind.LIST, Kind.NAMES)
EXACT = ("matches", "contains-key")  # letter case counts in what these expect


def implies(first: Condition, second: Condition) -> bool:
    """Whether an alert for which the first holds is one for which the second does."""
    if _subject(first) != _subject(second):
        return False
    if first.kind is Kind.NUMBER:
        return _priorities(first) <= _priorities(second)
    if first.negated and second.negated:
        return _plainly(second, first)  # not p proves not q, when q proves p
    if not first.negated and not second.negated:
        return _plainly(first, second)
    return not first.negated and _excludes(first, second)


def _subject(condition: Condition) -> tuple[str, str]:
    return FIELDS[condition.field].attribute, condition.key


def _priorities(condition: Condition) -> set[int]:
    holds = priority_test(condition.operation, condition.expected)
    return {priority for priority in range(1, 6) if holds(priority) is not condition.negated}


def _plainly(first: Condition, second: Condition) -> bool:
    """The same of two conditions whose `not` is left out."""
    if _same(first, second):
        return True
    if first.kind is Kind.MAP:
        holders = ("contains-key", "contains-value")
        is_either = second.operation == "contains" and first.operation in holders
        return is_either and first.expected == second.expected
    if "is-empty" in (first.operation, second.operation) and first.kind in LISTS:
        return False  # a list is empty without elements, whatever its elements are
    return _of_text(_operation(first), first.expected, _operation(second), second.expected)


def _same(first: Condition, second: Condition) -> bool:
    if _operation(first) != _operation(second):
        return False
    if first.operation in EXACT:
        return first.expected == second.expected
    return fold(first.expected) == fold(second.expected)


def _operation(condition: Condition) -> str:
    """The operation as single texts are asked: a list contains what one of its texts equals."""
    is_list = condition.kind in LISTS
    return "equals" if is_list and condition.operation == "contains" else condition.operation


def _of_text(known: str, value: str, asked: str, wanted: str) -> bool:
    """Whether what is known of a text proves what is asked of it."""
    value, folded = fold(value), fold(wanted)
    match known, asked:
        case "equals", _ if asked in CASELESS:
            return text_test(asked, wanted)(value)
        case ("starts-with", "starts-with"):
            return value.startswith(folded)
        case ("ends-with", "ends-with"):
            return value.endswith(folded)
        case (("starts-with" | "ends-with" | "contains"), "contains"):
            return folded in value
        case ("greater-than", "greater-than") | ("less-than", "less-than"):
            return _is_stricter(known, value, wanted)
    return False


def _is_stricter(operation: str, value: str, wanted: str) -> bool:
    known, asked = number_in(value), number_in(wanted)
    if known is None or asked is None:
        return False
    return known >= asked if operation == "greater-than" else known <= asked


def _excludes(first: Condition, second: Condition) -> bool:
    """Whether the first, without a `not`, proves that the second's question is denied."""
    if second.operation == "is-empty":
        return _demands_something(first)
    is_single = first.kind in (Kind.TEXT, Kind.PROPERTY)
    if is_single and first.operation == "equals" and second.operation in CASELESS:
        return not text_test(second.operation, second.expected)(fold(first.expected))
    return False


def _demands_something(condition: Condition) -> bool:
    """Whether there must be a value for it to hold."""
    if condition.kind in (Kind.TEXT, Kind.PROPERTY):
        finds = ("contains", "equals", "starts-with", "ends-with", "equals-ignore-whitespace")
        is_found = condition.operation in finds and bool(condition.expected.strip())
        return is_found or condition.operation in ("greater-than", "less-than")
    return condition.operation != "is-empty"
