"""Forms and the refusals of actions."""

from django import forms
from django.core.exceptions import ValidationError


def add_problem(form: forms.BaseForm, problem: ValidationError) -> None:
    """Show what an action refused: at its field where the form has it, else above the form."""
    if not hasattr(problem, "error_dict"):
        form.add_error(None, problem)
        return
    for name, errors in problem.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
