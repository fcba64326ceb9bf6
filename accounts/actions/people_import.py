"""Bringing people in from a CSV file, as the plan said that was shown before."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.actions.newcomers import Newcomer, create_people
from accounts.actions.people import Role, change_role, update_user
from accounts.actions.people_bulk import lock_people
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
    created = _create(plan.creates, by)
    for step in plan.changes:
        _change(step, by)
    people = [*zip(plan.creates, created, strict=True), *((s, s.person) for s in plan.changes)]
    for name, column in COLUMNS.items():
        cells = [(who, step.row.cells[name]) for step, who in people if name in step.changes]
        column.apply([(who, cell) for who, cell in cells if who], by)
    return created, len(plan.changes)


def _create(steps: list[Step], by: Actor) -> list[User]:
    newcomers = []
    for step in steps:
        profile = _profile(step)
        name, role = profile.pop("full_name"), step.role or Role()
        newcomers.append(Newcomer(step.row.cells["username"], name, role, profile))
    try:
        return create_people(newcomers, by=by)
    except Unfit as refused:
        place, problem = next(iter(refused.problems.items()))
        raise _nothing_done(steps[place], problem) from problem


def _change(step: Step, by: Actor) -> None:
    person = step.person
    if person is None:
        return
    try:
        if step.role and "role" in step.changes:
            change_role(person, role=step.role, by=by)
        update_user(person, by=by, **_profile(step))
    except (ValidationError, PermissionDenied) as problem:
        raise _nothing_done(step, problem) from problem


def _profile(step: Step) -> dict[str, str]:
    return {name: step.row.cells[name] for name in PROFILE if name in step.row.cells}


def _nothing_done(step: Step, problem: ValidationError | PermissionDenied) -> ValidationError:
    words = " ".join(getattr(problem, "messages", [str(problem)]))
    return ValidationError(f"Line {step.row.line}: {words} Nothing was imported.")
