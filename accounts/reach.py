"""What will not reach a person, and how to mend it. Pure: works on rows that are loaded already."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from accounts import providers
from accounts.models import Contact, NotificationRule, User
from accounts.rule_words import has_conditions, listed, method_in_words


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One cause and the one button that mends it: `mend` is its name, `subject` what it is for."""

    cause: str
    more: str
    mend: str = ""
    subject: object = None


def warnings(
    person: User,
    contacts: Sequence[Contact],
    rules: Sequence[NotificationRule],
    *,
    to_themselves: bool,
) -> list[Obstacle]:
    """Return what stands between a person and their messages; rules have their steps loaded."""
    whom = "you" if to_themselves else person.full_name
    if person.is_blocked:
        more = "They can't sign in, and nothing is sent to them."
        return [Obstacle(f"{person.full_name} is blocked.", more, "unblock")]
    unset = [one for one in contacts if one.is_enabled and not providers.can_send(one.method)]
    found = [
        warning
        for contact in contacts
        if (contact not in unset or len(unset) == 1)
        and (warning := _of_contact(contact, rules, whom))
    ]
    if not person.is_verified and not to_themselves:
        # A code would be of no use to somebody who can't sign in yet.
        found = [replace(one, mend="invite") if one.mend == "verify" else one for one in found]
    if len(unset) > 1:
        found += _without_provider(unset, rules, whom)
    if "notification-rules-edit" in person.rights:
        found[:0] = _about_new_alerts(rules, whom)
    return found


def why_unreachable(contact: Contact) -> tuple[str, str]:
    """Say why a contact gets nothing, and the name of what mends it; nothing twice if it does."""
    if not contact.is_enabled:
        return f"{contact} is disabled.", "enable"
    if not providers.can_send(contact.method):
        return providers.why_not(contact.method), "edit-rule"
    if not contact.is_verified:
        return f"{contact} is not verified.", "verify"
    return "", ""


def _of_contact(contact: Contact, rules: Iterable[NotificationRule], whom: str) -> Obstacle | None:
    reason, mend = why_unreachable(contact)
    lost = list(_steps_to(contact, rules)) if reason else []
    if not lost:
        return None
    number, rule = lost[0]
    what = f"Step {number} of “{rule.name}”"
    if len(lost) > 1:
        what += f" and {len(lost) - 1} more step{'s' if len(lost) > 2 else ''}"
    subject = rule if mend == "edit-rule" else contact
    return Obstacle(f"{what} will not reach {whom}.", reason, mend, subject)


def _without_provider(
    contacts: Sequence[Contact], rules: Sequence[NotificationRule], whom: str
) -> Iterator[Obstacle]:
    """One warning for all that only an operator can mend."""
    steps = [step for contact in contacts for step in _steps_to(contact, rules)]
    if len(steps) == 1 or not steps:
        yield from filter(None, (_of_contact(contact, rules, whom) for contact in contacts))
        return
    names = list(dict.fromkeys(method_in_words(contact.method) for contact in contacts))
    more = f"No provider is set up for {listed(names)}, so nothing can be sent there yet."
    yield Obstacle(f"{len(steps)} steps will not reach {whom}.", more, "edit-rule", steps[0][1])


def _steps_to(
    contact: Contact, rules: Iterable[NotificationRule]
) -> Iterable[tuple[int, NotificationRule]]:
    for rule in rules:
        for number, step in enumerate(rule.steps.all(), 1):
            if rule.is_enabled and step.is_enabled and step.contact_id == contact.pk:
                yield number, rule


def _about_new_alerts(rules: Iterable[NotificationRule], whom: str) -> Iterator[Obstacle]:
    telling = [rule for rule in rules if _tells_of_new_alerts(rule)]
    if not telling:
        more = "No rule for new alerts is enabled and has a step."
        yield Obstacle(f"New alerts will not reach {whom}.", more, "add-rule")
    elif all(map(has_conditions, telling)):
        more = "Every rule for new alerts holds for some alerts or at some times only."
        yield Obstacle(f"Some new alerts will not reach {whom}.", more, "edit-rule", telling[0])


def _tells_of_new_alerts(rule: NotificationRule) -> bool:
    is_about_them = rule.action == NotificationRule.Action.CREATE_ALERT and rule.is_enabled
    return is_about_them and any(step.is_enabled for step in rule.steps.all())
