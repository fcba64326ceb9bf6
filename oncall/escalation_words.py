"""Escalations in plain words. Pure."""

from collections.abc import Iterable

from oncall.models import Escalation, EscalationRule

NotifyType = EscalationRule.NotifyType
Kind = EscalationRule.Kind

# Whom a step tells, by what it names: "schedule:next" → "whoever is next on call in".
WHOM: dict[Kind, dict[NotifyType, str]] = {
    Kind.SCHEDULE: {
        NotifyType.DEFAULT: "whoever is on call in",
        NotifyType.NEXT: "whoever is next on call in",
        NotifyType.PREVIOUS: "whoever was on call before in",
    },
    Kind.TEAM: {
        NotifyType.ALL: "everybody of",
        NotifyType.DEFAULT: "whoever is on call in the schedules of",
        NotifyType.ADMINS: "the admins of",
        NotifyType.USERS: "the plain members of",
        NotifyType.RANDOM: "one random member of",
    },
    Kind.USER: {NotifyType.DEFAULT: ""},
}


def fits(kind: str, notify_type: str) -> bool:
    """Whether a step that names such a thing can tell these of it."""
    return notify_type in WHOM.get(Kind(kind), {})


def whom(step: EscalationRule) -> str:
    """Whom of what it names a step tells: "everybody of"; nothing where it names a person."""
    return WHOM[Kind(step.kind)][NotifyType(step.notify_type)]


def name_of(step: EscalationRule) -> str:
    """The name of what a step names."""
    return step.user.full_name if step.user else str(step.schedule or step.team)


def when(step: EscalationRule) -> str:
    """When a step comes: "After 5 min"."""
    return f"After {duration(step.delay_minutes)}" if step.delay_minutes else "At once"


def sentence(step: EscalationRule) -> str:
    """A step: "After 5 min, if not acknowledged, tell everybody of Payments"."""
    told = f"{whom(step)} {name_of(step)}".strip()
    return f"{when(step)}, {step.get_condition_display()}, tell {told}"


def sentences(steps: Iterable[EscalationRule]) -> str:
    """All steps, for the log: one after the other."""
    return "; ".join(map(sentence, steps))


def repeat_in_words(escalation: Escalation) -> list[str]:
    """What happens after the last step, in sentences; none when nothing does."""
    if not escalation.repeat_after_minutes:
        return []
    wait, times = escalation.repeat_after_minutes, escalation.repeat_count
    again = "once more" if times == 1 else f"up to {times} times"
    words = [f"{duration(wait)} after the last step it begins again, {again}."]
    if escalation.resets_recipients:
        words.append("Each time, the alert counts as not acknowledged again.")
    if escalation.closes_alert:
        words.append("When all of it is over, the alert is closed.")
    return words


def duration(minutes: int) -> str:
    """Minutes as they are said: "45 min", "2 h", "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    said = [f"{hours:,} h"] if hours else []
    return " ".join([*said, f"{rest} min"] if rest or not hours else said)
