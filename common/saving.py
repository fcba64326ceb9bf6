"""Saving a row: every rule asked first, a lost race answered as politely as a found fault."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction


def save_valid(row: models.Model) -> None:
    """Check and save a row. Raises ValidationError whose keys are the names of fields.

    A constraint says which field to blame by its `violation_error_code`. When another request
    takes the name between the check and the write, the answer is the same sentence.
    """
    _check(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        _check(row)  # sees what the other request wrote meanwhile
        raise


def _check(row: models.Model) -> None:
    try:
        row.full_clean()
    except ValidationError as problem:
        raise ValidationError(_by_field(row, problem)) from None


def _by_field(row: models.Model, problem: ValidationError) -> dict[str, list[ValidationError]]:
    fields = {field.name for field in row._meta.get_fields()}
    errors: dict[str, list[ValidationError]] = {}
    for name, found in problem.error_dict.items():
        for error in found:
            blamed = error.code if name == NON_FIELD_ERRORS and error.code in fields else name
            errors.setdefault(blamed or NON_FIELD_ERRORS, []).append(error)
    return errors
