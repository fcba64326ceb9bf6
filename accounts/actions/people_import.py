"""Bringing people in from a CSV file, as the plan said that was shown before."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.actions.newcomers import Newcomer, create_people
from accounts.actions.people import Role
from accounts.actions.people_changes import Change, change_people
from accounts.actions.people_locks import lock_people
from accounts.actors import Actor
from accounts.models import User
from accounts.people_csv import COLUMNS, Sheet
from accounts.people_plan import PROFILE, Step, plan_import
from common.saving import Unfit

STALE = "People were changed since this plan was made. Look at the new plan, then import."


@transaction.atomic
def import_people(sheet: Sheet, *, fingerprint: str, by: Actor) -> tuple[list[User], int]:
    """Do what the plan of that fingerprint says, all or nothing.

    Returns the people created, and how many were changed.

    Raises ValidationError when the plan would be another one now, or an action refuses.
    """
    names = [row.cells.get("username", "").lower() for row in sheet.rows]
    lock_people(User.objects.filter(username__in=names).values_list("pk", flat=True))
    plan = plan_import(sheet, by=by)
    if plan.fingerprint != fingerprint:
        raise ValidationError(STALE, code="stale")
    if plan.problems:
        raise ValidationError("Mend the lines with mistakes first.")
    created, changed = _create(plan.creates, by), _change(plan.changes, by)
    people = [*zip(plan.creates, created, strict=True), *zip(plan.changes, changed, strict=True)]
    for name, column in COLUMNS.items():
        cells = [(who, step.row.cells[name]) for step, who in people if name in step.changes]
        column.apply(cells, by)
    return created, len(changed)


def _create(steps: list[Step], by: Actor) -> list[User]:
    newcomers = []
    for step in steps:
        profile = _profile(step)
        name, role = profile.pop("full_name"), step.role or Role()
        newcomers.append(Newcomer(step.row.cells["username"], name, role, profile))
    with _naming_the_line(steps):
        return create_people(newcomers, by=by)


def _change(steps: list[Step], by: Actor) -> list[User]:
    changes = [
        Change(step.person, step.role if "role" in step.changes else None, _profile(step))
        for step in steps
        if step.person
    ]
    with _naming_the_line(steps):
        return change_people(changes, by=by)


def _profile(step: Step) -> dict[str, str]:
    return {name: step.row.cells[name] for name in PROFILE if name in step.row.cells}


@contextmanager
def _naming_the_line(steps: list[Step]) -> Iterator[None]:
    try:
        yield
    except Unfit as refused:
        place, problem = next(iter(refused.problems.items()))
        words = " ".join(problem.messages)
        line = steps[place].row.line
        raise ValidationError(f"Line {line}: {words} Nothing was imported.") from problem
