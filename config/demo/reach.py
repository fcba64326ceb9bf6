"""How Acme's people are reached: contacts and notification rules, good ones and bad ones."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from accounts.demo import fixed_id
from accounts.models import Contact, NotificationRule, NotificationStep
from config.demo.cast import PEOPLE, Person, person_id
from config.demo.people import joined

METHODS = {"mail": "email", "mobile": "mobile", "sms": "sms", "voice": "voice"}
BEFORE_A_SHIFT = ["15-minutes-ago", "1-day-ago"]

# A person's `rules` → what happened → which contacts hear of it after how many minutes.
# Steps for contacts that the person lacks are left out.
SHAPES: dict[str, dict[str, str]] = {
    "": {},
    "plain": {"create-alert": "mail 0"},
    "full": {
        "create-alert": "mobile 0, sms 1, mail 5, voice 10",
        "acknowledged-alert": "mail 0",
        "closed-alert": "mail 0",
        "assigned-alert": "mobile 0, sms 2",
        "schedule-start": "mail 0, mobile 0",
    },
    "phone": {"create-alert": "sms 0, voice 5", "renotified-alert": "sms 0", "add-note": "mail 0"},
    "late": {"create-alert": "mail 10", "renotified-alert": "voice 0"},
    "sms": {"create-alert": "sms 0"},
    "off": {"create-alert": "mail 0, sms 5", "closed-alert": "mail 0"},
}
SWITCHED_OFF = ("off", "create-alert")


def load(today: datetime) -> None:
    """Insert contacts, rules and steps."""
    contacts = [contact for person in PEOPLE for contact in contacts_of(person, today)]
    created = {contact.id: contact.created_at for contact in contacts}
    Contact.objects.bulk_create(contacts)
    for contact in contacts:
        contact.created_at = created[contact.id]
    Contact.objects.bulk_update(contacts, ["created_at"])  # inserting made it "now"
    existing = {(contact.user_id, contact.method): contact for contact in contacts}
    rules, steps = [], []
    for person in PEOPLE:
        for rule in rules_of(person):
            if found := list(steps_of(rule, SHAPES[person.rules][rule.action], existing)):
                rules.append(rule)
                steps.extend(found)
    NotificationRule.objects.bulk_create(rules)
    NotificationStep.objects.bulk_create(steps)


def contacts_of(person: Person, today: datetime) -> Iterator[Contact]:
    """Yield the contacts of a person: `sms` is verified, `sms?` is not, `sms-` is switched off."""
    words = person.contacts.replace("all", "mail mobile sms voice").split()
    chosen = {word.rstrip("?-"): word for word in words}  # a later word wins
    for minute, (kind, word) in enumerate(chosen.items(), start=1):
        at = joined(person, today) + timedelta(minutes=4 * minute)
        off = word.endswith("-")
        yield Contact(
            id=fixed_id("contact", person.login, kind),
            user_id=person_id(person.login),
            method=METHODS[kind],
            to=address(person, kind),
            is_enabled=not off,
            disabled_reason="Old number and address, new ones follow." if off else "",
            verified_at=None if word.endswith("?") else at + timedelta(minutes=2),
            created_at=at,
        )


def address(person: Person, kind: str) -> str:
    """Where a contact leads: numbers of nobody, kept for films and demos."""
    number = PEOPLE.index(person)
    if kind == "mail":
        return person.username
    if kind == "mobile":
        return "iPhone 17" if number % 2 else "Pixel 9"
    return (
        f"1-2025550{100 + number}" if "America" in person.time_zone else f"44-7700900{100 + number}"
    )


def rules_of(person: Person) -> Iterator[NotificationRule]:
    """Yield the notification rules of a person."""
    for position, action in enumerate(SHAPES[person.rules]):
        kind = NotificationRule.Action(action)
        yield NotificationRule(
            id=fixed_id("rule", person.login, action),
            user_id=person_id(person.login),
            action=action,
            name=kind.label,
            is_enabled=(person.rules, action) != SWITCHED_OFF,
            position=position,
            notification_time=BEFORE_A_SHIFT if kind is kind.SCHEDULE_START else [],
        )


def steps_of(
    rule: NotificationRule, words: str, contacts: dict[tuple[UUID, str], Contact]
) -> Iterator[NotificationStep]:
    """Yield the steps that `words` ("sms 0, mail 5") ask for."""
    for position, word in enumerate(words.split(", ")):
        kind, minutes = word.split()
        if contact := contacts.get((rule.user_id, METHODS[kind])):
            yield NotificationStep(
                id=fixed_id("step", rule.pk, kind, minutes),
                rule=rule,
                contact=contact,
                after_minutes=int(minutes),
                position=position,
            )
