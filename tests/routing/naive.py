"""The rules read naively: one condition after the other, every value looked at. Obviously right.

It shares nothing with the engine but its shapes, RE2 and the words for a window.
"""

import re2

from tests.oncall.naive_windows import is_inside, minutes_of

FIELDS = {"details": "details", "extra-properties": "details", "recipients": "responders"}


def holds(condition, alert):
    """Whether a condition of the v2 API holds for an alert, a dictionary of its fields."""
    answer = holds_plainly(condition, alert)
    return not answer if condition["not"] else answer


def holds_plainly(condition, alert):
    field, wanted = condition["field"], condition["expectedValue"]
    operation, value = condition["operation"], alert[FIELDS.get(field, field)]
    if field == "priority":
        return priority_holds(operation, value, wanted)
    if isinstance(value, dict) and "key" in condition:
        found = value.get(condition["key"], "")
        return text_holds(operation, found, wanted)
    if isinstance(value, dict):
        has_key = wanted in value
        has_value = [one for one in value.values() if one.casefold() == wanted.casefold()] != []
        return {
            "is-empty": len(value) == 0,
            "contains-key": has_key,
            "contains-value": has_value,
            "contains": has_key or has_value,
        }[operation]
    if isinstance(value, str):
        return text_holds(operation, value, wanted)
    if operation == "is-empty":
        return len(value) == 0
    for element in value:
        if text_holds("equals" if operation == "contains" else operation, element, wanted):
            return True
    return False


def text_holds(operation, text, wanted):
    if operation == "matches":
        return re2.search(wanted.encode(), text.encode("utf-8", "surrogatepass")) is not None
    if operation == "is-empty":
        return text.strip() == ""
    if operation in ("greater-than", "less-than"):
        try:
            number = float(text)
        except ValueError:
            return False
        return number > float(wanted) if operation == "greater-than" else number < float(wanted)
    text, wanted = text.casefold(), wanted.casefold()
    if operation == "equals-ignore-whitespace":
        return [c for c in text if not c.isspace()] == [c for c in wanted if not c.isspace()]
    if operation == "contains":
        return text.find(wanted) >= 0
    if operation == "equals":
        return text == wanted
    if operation == "starts-with":
        return text[: len(wanted)] == wanted
    assert operation == "ends-with"
    return text[len(text) - len(wanted) :] == wanted if len(wanted) <= len(text) else False


def priority_holds(operation, priority, wanted):
    if operation == "matches":
        return re2.search(wanted, f"P{priority}") is not None
    height = {5: 0, 4: 1, 3: 2, 2: 3, 1: 4}  # P1 is the highest
    mine, other = height[priority], height[int(wanted[-1])]
    return {"equals": mine == other, "greater-than": mine > other, "less-than": mine < other}[
        operation
    ]


def read(rules, alert, at):
    """What each rule says of an alert that comes at a moment."""
    said = []
    for rule in rules:
        asked = [] if rule["type"] == "match-all" else rule["conditions"]
        reasons = [(condition, holds(condition, alert)) for condition in asked]
        answers = [held for _, held in reasons]
        accepts = True in answers if rule["type"] == "match-any-condition" else False not in answers
        said.append(rule | {"reasons": reasons, "accepts": accepts, "open": is_open(rule, at)})
    return said


def is_open(rule, at):
    """Whether a moment is inside the windows of a rule."""
    return not rule["restriction"] or is_inside(minutes_of(rule["restriction"]), at, rule["zone"])


def first(said):
    """The place of the first rule that matches, or None."""
    for place, rule in enumerate(said):
        if rule["enabled"] and rule["open"] and rule["accepts"]:
            return place
    return None


def explain(said, to_the_end):
    """What becomes of each rule: its result, and the conditions told of it with their answers."""
    winner, told = first(said), []
    for place, rule in enumerate(said):
        result, reasons = "no-match", rule["reasons"]
        if winner is not None and place > winner and not to_the_end:
            result, reasons = "not-checked", []
        elif not rule["enabled"]:
            result, reasons = "disabled", []
        elif not rule["open"]:
            result, reasons = "outside-window", reasons if to_the_end else []
        else:
            if rule["accepts"]:
                result = "won" if place == winner else "would-match"
            if not to_the_end:
                reasons = deciding(rule, reasons)
        told.append((result, reasons))
    return told


def deciding(rule, reasons):
    """The first condition that settles the matter; all of them when only all together do."""
    settles = rule["type"] == "match-any-condition"
    alone = [reason for reason in reasons if reason[1] == settles]
    return alone[:1] or reasons
