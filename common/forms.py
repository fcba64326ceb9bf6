"""Forms and the refusals of actions."""

from collections.abc import Callable
from typing import cast

from django import forms
from django.core.exceptions import ValidationError


def add_problem(form: forms.BaseForm, problem: ValidationError) -> None:
    """Show what an action refused: at its field where the form has it, else above the form."""
    if not hasattr(problem, "error_dict"):
        form.add_error(None, problem)
        return
    for name, errors in problem.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def carry_out[Result](form: forms.BaseForm, action: Callable[[], Result]) -> Result | None:
    """Act when the form is valid. What the action refuses makes the form invalid, and says why."""
    if form.is_valid():
        try:
            return action()
        except ValidationError as problem:
            add_problem(form, problem)
    return None


def choice_field(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """Return a form's field of that name, known to have choices."""
    return cast(forms.ChoiceField, form.fields[name])
