"""Bringing people in from a CSV file, as the plan said that was shown before."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.actions.people import change_role, create_user, update_user
from accounts.actions.people_bulk import lock_people
from accounts.actors import Actor
from accounts.models import User
from accounts.people_csv import COLUMNS, Sheet
from accounts.people_plan import PROFILE, Step, plan_import

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
    done = [(step, _do(step, by)) for step in plan.steps]
    return [person for step, person in done if step.person is None], len(plan.changes)


def _do(step: Step, by: Actor) -> User:
    profile = {name: step.row.cells[name] for name in PROFILE if name in step.row.cells}
    try:
        if person := step.person:
            if step.role and "role" in step.changes:
                change_role(person, role=step.role, by=by)
            update_user(person, by=by, **profile)
        else:
            person = create_user(step.row.cells["username"], role=step.role, by=by, **profile)
        for name, column in COLUMNS.items():
            if name in step.changes:
                column.apply(person, step.row.cells[name], by)
    except (ValidationError, PermissionDenied) as problem:
        words = " ".join(getattr(problem, "messages", [str(problem)]))
        raise ValidationError(f"Line {step.row.line}: {words} Nothing was imported.") from problem
    return person
