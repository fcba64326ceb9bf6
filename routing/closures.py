"""What a condition asks, as a function of the facts. The one place that decides if it holds.

Letter case never matters, but in patterns and in the keys of extra properties. What an alert has
not is empty. docs/routing.md says it for every operation.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter

from routing.conditions import Condition
from routing.facts import Facts, fold, squeeze
from routing.numbers import number_in, priority_in
from routing.operations import FIELDS, Kind
from routing.patterns import compile_pattern

type Test = Callable[[Facts], bool]
type TextTest = Callable[[str], bool]


def test_of(condition: Condition) -> Test:
    """Return the function that says whether a condition holds, its `not` included."""
    test = _plain(condition)
    return (lambda facts: not test(facts)) if condition.negated else test


def _plain(condition: Condition) -> Test:
    value = attrgetter(FIELDS[condition.field].attribute)
    operation, expected, key = condition.operation, condition.expected, condition.key
    match condition.kind:
        case Kind.TEXT:
            holds = text_test(operation, expected)
            return lambda facts: holds(value(facts))
        case Kind.PROPERTY:
            holds = text_test(operation, expected)
            return lambda facts: holds(facts.details.get(key, ""))
        case Kind.LIST | Kind.NAMES:
            holds_of_all = list_test(operation, expected)
            return lambda facts: holds_of_all(value(facts))
        case Kind.MAP:
            holds_of_map = map_test(operation, expected)
            return lambda facts: holds_of_map(facts.details)
        case Kind.NUMBER:
            holds_of_number = priority_test(operation, expected)
            return lambda facts: holds_of_number(facts.priority)


def text_test(operation: str, expected: str) -> TextTest:
    """The test of a single text."""
    wanted = fold(expected)
    match operation:
        case "contains":
            return lambda text: wanted in fold(text)
        case "equals":
            return lambda text: fold(text) == wanted
        case "starts-with":
            return lambda text: fold(text).startswith(wanted)
        case "ends-with":
            return lambda text: fold(text).endswith(wanted)
        case "matches":
            return compile_pattern(expected).is_in
        case "is-empty":
            return lambda text: not text.strip()
        case "equals-ignore-whitespace":
            squeezed = squeeze(wanted)
            return lambda text: squeeze(fold(text)) == squeezed
        case "greater-than" | "less-than":
            return _comparison(operation, expected)
    raise ValueError(operation)


def _comparison(operation: str, expected: str) -> TextTest:
    """Numbers written as text. What is no number is neither greater nor less."""
    limit = number_in(expected)
    if limit is None:
        raise ValueError(expected)

    def test(text: str) -> bool:
        number = number_in(text)
        if number is None:
            return False
        return number > limit if operation == "greater-than" else number < limit

    return test


def list_test(operation: str, expected: str) -> Callable[[Sequence[str]], bool]:
    """The test of a list: whether it holds for any element; contains asks for a whole one."""
    if operation == "is-empty":
        return lambda texts: not texts
    holds = text_test("equals" if operation == "contains" else operation, expected)
    return lambda texts: any(map(holds, texts))


def map_test(operation: str, expected: str) -> Callable[[Mapping[str, str]], bool]:
    """The test of all extra properties: their keys, exactly, and their values."""
    is_value = text_test("equals", expected)
    match operation:
        case "is-empty":
            return lambda details: not details
        case "contains-key":
            return lambda details: expected in details
        case "contains-value":
            return lambda details: any(map(is_value, details.values()))
        case "contains":
            return lambda details: expected in details or any(map(is_value, details.values()))
    raise ValueError(operation)


def priority_test(operation: str, expected: str) -> Callable[[int], bool]:
    """The test of a priority. P1 is the highest: it is greater than P2."""
    if operation == "matches":
        holds = compile_pattern(expected).is_in
        return lambda priority: holds(f"P{priority}")
    wanted = priority_in(expected)
    if wanted is None:
        raise ValueError(expected)
    match operation:
        case "equals":
            return lambda priority: priority == wanted
        case "greater-than":
            return lambda priority: priority < wanted
        case "less-than":
            return lambda priority: priority > wanted
    raise ValueError(operation)
