"""What a CSV file of people would do: every line created, changed, already so, or refused."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from math import ceil
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.actions.people import ONLY_OWNERS, Role
from accounts.actors import Actor
from accounts.models import CustomRole, User
from accounts.people_csv import COLUMNS, LABELS, Problem, Row, Sheet
from accounts.permissions import can_give_role, can_manage_account, can_manage_person, require
from accounts.validators import validate_locale, validate_time_zone

PROFILE = ("full_name", "time_zone", "locale", "skype_username")
# Half of what two shared cores did of files of 5,000 people: added with a team and an invitation
# in 10 s; changed in name, role and time zone, and added to two teams, in 7 s.
ADDED_A_SECOND = 250
CHANGED_A_SECOND = 350
WORTH_SAYING = 5  # seconds
LIMITS = {"username": 100, "full_name": 512, "time_zone": 64, "locale": 16, "skype_username": 128}
CHECKS: dict[str, Callable[[str], None]] = {
    "username": validate_email,
    "time_zone": validate_time_zone,
    "locale": validate_locale,
}


@dataclass(frozen=True, slots=True)
class Step:
    """What a line would do: `changes` maps a column to its text before and after."""

    row: Row
    person: User | None
    role: Role | None
    changes: dict[str, tuple[str, str]]

    @property
    def name(self) -> str:
        """The person's name, as the file or else as we have it."""
        return self.row.cells.get("full_name") or (self.person.full_name if self.person else "")

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        """The changes for people: what, before, after."""
        return [(LABELS[name], before, after) for name, (before, after) in self.changes.items()]


@dataclass(slots=True)
class Plan:
    """What a file would do, sorted by kind, and everything that is wrong with it."""

    creates: list[Step] = field(default_factory=list)
    changes: list[Step] = field(default_factory=list)
    same: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def steps(self) -> list[Step]:
        """The lines that would do something, in the order of the file."""
        return sorted([*self.creates, *self.changes], key=lambda step: step.row.line)

    @property
    def seconds(self) -> int:
        """How long the import may take, in tens: 0 when not worth saying."""
        seconds = len(self.creates) / ADDED_A_SECOND + len(self.changes) / CHANGED_A_SECOND
        return ceil(seconds / 10) * 10 if seconds >= WORTH_SAYING else 0

    @property
    def fingerprint(self) -> str:
        """A short text that is another one as soon as the plan would do anything else."""
        steps = [
            [step.row.cells, str(step.person and step.person.pk), step.changes]
            for step in self.steps
        ]
        problems = [[problem.line, problem.message] for problem in self.problems]
        return sha256(json.dumps([steps, problems]).encode()).hexdigest()


def plan_import(sheet: Sheet, *, by: Actor) -> Plan:
    """Say what importing a file would do. Changes nothing. Queries do not grow with the lines."""
    require(can_manage_account(by))
    plan = Plan(problems=list(sheet.problems))
    rows = _first_of_each(sheet.rows, plan)
    known = _known([row.cells["username"].lower() for row in rows])
    roles = {role.name.lower(): Role(User.Role.CUSTOM, role) for role in CustomRole.objects.all()}
    roles |= {value: Role(value) for value in User.Role.values if value != User.Role.CUSTOM}
    extra = _Extra(rows, [person.pk for person in known.values()])
    for row in rows:
        person = known.get(row.cells["username"].lower())
        found = [*_wrong(row, person), *_refused(row, person, roles, by), *extra.wrong(row)]
        if found:
            plan.problems += [Problem(row.line, LABELS[name], words) for name, words in found]
        else:
            role = roles.get(row.cells.get("role", "").lower())
            changes = _changes(row, person, role) | extra.changes(row, person)
            _sort_in(plan, Step(row, person, role, changes))
    plan.problems.sort(key=lambda problem: problem.line)
    return plan


def _sort_in(plan: Plan, step: Step) -> None:
    kind = plan.creates if step.person is None else plan.changes if step.changes else plan.same
    kind.append(step)


def _first_of_each(rows: Sequence[Row], plan: Plan) -> list[Row]:
    """Return the rows that name a person for the first time; refuse the others."""
    seen: dict[str, int] = {}
    for row in rows:
        name = row.cells.get("username", "").lower()
        if not name:
            plan.problems.append(Problem(row.line, LABELS["username"], "This cell is empty."))
        elif name in seen:
            words = f"{name} is in line {seen[name]} already."
            plan.problems.append(Problem(row.line, LABELS["username"], words))
        else:
            seen[name] = row.line
    first = set(seen.values())
    return [row for row in rows if row.line in first]


def _known(usernames: list[str]) -> dict[str, User]:
    found = User.objects.filter(username__in=usernames).select_related("custom_role")
    return {person.username: person for person in found}


def _wrong(row: Row, person: User | None) -> list[tuple[str, str]]:
    """What is wrong with the texts as such: (column, sentence) of each."""
    found = []
    if person is None and "full_name" not in row.cells:
        found.append(("full_name", "A new person needs a full name."))
    for name, text in row.cells.items():
        if len(text) > LIMITS.get(name, len(text)):
            words = f"This is {len(text):,} characters long; {LIMITS[name]:,} are allowed."
            found.append((name, words))
        elif check := CHECKS.get(name):
            try:
                check(text)
            except ValidationError as problem:
                words = " ".join(problem.messages)
                found.append((name, f"“{text}”: {words}" if name == "username" else words))
    return found


def _refused(
    row: Row, person: User | None, roles: Mapping[str, Role], by: Actor
) -> list[tuple[str, str]]:
    text = row.cells.get("role", "")
    if text and text.lower() not in roles:
        return [("role", f"There is no role “{text}”.")]
    if person and not can_manage_person(by, person):
        return [("username", ONLY_OWNERS)]
    if text and not can_give_role(by, roles[text.lower()].name):
        return [("role", ONLY_OWNERS)]
    return []


def _changes(row: Row, person: User | None, role: Role | None) -> dict[str, tuple[str, str]]:
    after = {name: row.cells[name] for name in PROFILE if name in row.cells}
    if role:
        after["role"] = str(role)
    before = {name: getattr(person, name) if person else "" for name in PROFILE}
    before["role"] = person.role_name if person else ""
    return {name: (before[name], text) for name, text in after.items() if before[name] != text}


class _Extra:
    """What the columns of the floors above say: one query a column, whatever the lines."""

    def __init__(self, rows: Sequence[Row], known: Sequence[UUID]) -> None:
        self.now: dict[str, dict[UUID, str]] = {}
        self.bad: dict[str, dict[str, str]] = {}
        for name, column in COLUMNS.items():
            if cells := {row.cells[name] for row in rows if name in row.cells}:
                self.bad[name] = column.check(cells)
                self.now[name] = column.export(known)

    def wrong(self, row: Row) -> list[tuple[str, str]]:
        cells = [(name, row.cells.get(name, "")) for name in self.bad]
        return [(name, self.bad[name][text]) for name, text in cells if text in self.bad[name]]

    def changes(self, row: Row, person: User | None) -> dict[str, tuple[str, str]]:
        found = {}
        for name, now in self.now.items():
            before = now.get(person.pk, "") if person else ""
            after = COLUMNS[name].after(before, row.cells[name]) if name in row.cells else before
            if after != before:
                found[name] = (before, after)
        return found
