"""When a notification rule holds, in words. Pure: works on a row that is loaded already."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts.models import NotificationRule
from accounts.rule_words import listed
from oncall import restrictions
from routing.conditions import read_conditions
from routing.rules import EVERY_ALERT, Rule
from routing.sentences import in_text, rule_in_words

NOBODY = UUID(int=0)  # a rule in words needs no id


def words_of(rule: NotificationRule) -> list[str]:
    """Say when a rule holds: ["if message contains “db”", "Mon–Fri 18:00–09:00"].

    Nothing when it always does. What came in and can't be read is only named.
    """
    return [words for words in (_alerts(rule), _times(rule), _schedules(rule)) if words]


def _alerts(rule: NotificationRule) -> str:
    criteria: Any = rule.criteria or {}
    match_type = criteria.get("type") or EVERY_ALERT
    if match_type == EVERY_ALERT:
        return ""
    try:
        asked = read_conditions(criteria.get("conditions"))
    except ValidationError:
        return "with conditions that can’t be read"
    words = in_text(rule_in_words(Rule(NOBODY, rule.name, match_type, asked)))
    return words[:1].lower() + words[1:]


def _times(rule: NotificationRule) -> str:
    try:
        windows = restrictions.read(rule.time_restriction)
    except ValidationError:
        return "at times that can’t be read"
    return restrictions.in_words(windows) if windows else ""


def _schedules(rule: NotificationRule) -> str:
    named: Any = rule.schedules or []
    names = [str(one.get("name") or one.get("id")) for one in named]
    return f"in {listed(names)}" if names else ""
