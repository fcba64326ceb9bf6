"""What a notification rule does, in words. Pure: works on rows that are loaded already."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from accounts.models import Contact, NotificationRule, NotificationStep

SCHEDULE_ACTIONS = (
    NotificationRule.Action.SCHEDULE_START,
    NotificationRule.Action.SCHEDULE_END,
)
# The names are those of the v2 API (contract: opsgenie-v2.md, notificationTime).
BEFORE = {
    "just-before": "just before",
    "15-minutes-ago": "15 min before",
    "1-hour-ago": "1 h before",
    "1-day-ago": "1 day before",
}
_DAY, _HOUR = 24 * 60, 60  # minutes


def is_about_schedules(action: str) -> bool:
    """Whether rules of this kind tell before an event instead of after it."""
    return action in SCHEDULE_ACTIONS


def delay_in_words(minutes: int) -> str:
    """Say how long after the event: "at once", "after 5 min", "after 1 h 30 min"."""
    if minutes == 0:
        return "at once"
    amounts = (minutes // _DAY, "d"), (minutes % _DAY // _HOUR, "h"), (minutes % _HOUR, "min")
    return "after " + " ".join(f"{number} {unit}" for number, unit in amounts if number)


def steps_in_words(
    rule: NotificationRule, steps: Iterable[NotificationStep], contacts: Iterable[Contact]
) -> list[str]:
    """Say what each enabled step does: ["Mobile app at once", "SMS after 1 min"].

    The address is named where the person has several contacts of that method.
    """
    numbers = Counter(contact.method for contact in contacts)
    told = [(contact_in_words(step.contact, numbers), step) for step in steps if step.is_enabled]
    if is_about_schedules(rule.action):
        moments = ", ".join(BEFORE[time] for time in rule.notification_time if time in BEFORE)
        words = [f"{name} {moments}" for name, _ in told]
    else:
        words = [f"{name} {delay_in_words(step.after_minutes)}" for name, step in told]
    return [word if n == 0 else _lower_start(word) for n, word in enumerate(words)]


def repeat_in_words(rule: NotificationRule) -> list[str]:
    """Say that a rule begins again: ["again every 10 min until somebody answers"]."""
    repeat: Any = rule.repeat or {}
    minutes = repeat.get("loopAfter")
    if not minutes or not repeat.get("enabled", True):
        return []
    return [f"again {delay_in_words(minutes).removeprefix('after ')} later until somebody answers"]


def contact_in_words(contact: Contact, numbers: Counter[str]) -> str:
    """Name a contact by its method, and by its address where that is not enough."""
    method = contact.get_method_display()
    return f"{method} ({contact.to})" if numbers[contact.method] > 1 else method


def method_in_words(method: str) -> str:
    """Name a method within a sentence: "SMS", "e-mail"."""
    return _lower_start(Contact.Method(method).label)


def listed(words: Sequence[str]) -> str:
    """Write words as a sentence does: "SMS, voice and e-mail"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def has_conditions(rule: NotificationRule) -> bool:
    """Whether the rule holds only sometimes: an imported condition, time window or schedule."""
    conditions = rule.criteria or {}
    matches_all = not conditions or conditions.get("type") == "match-all"
    return not matches_all or bool(rule.time_restriction or rule.schedules)


def _lower_start(words: str) -> str:
    is_acronym = words[:2].isalpha() and words[:2].isupper()
    return words if is_acronym else words[:1].lower() + words[1:]
