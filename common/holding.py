"""Rows that are read anew before they are changed: locked, or just as they are now."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models


def hold(row: models.Model, *, gone: str, rows: models.QuerySet[Any] | None = None) -> None:
    """Lock a row until the transaction ends, and read it anew.

    So two who change the same come one after the other, and nothing is saved into what somebody
    else has just deleted: then it raises ValidationError, saying `gone`. `rows` says how to read.
    """
    # Not type(row): the person of a request is a lazy object.
    found = row.__class__._default_manager.all() if rows is None else rows
    read_anew(row, gone=gone, rows=found.select_for_update(of=("self",)))


def read_anew(row: models.Model, *, gone: str, rows: models.QuerySet[Any] | None = None) -> None:
    """Read a row as it is now. Raises ValidationError, saying `gone`, when it is deleted."""
    try:
        row.refresh_from_db(from_queryset=rows)
    except ObjectDoesNotExist:
        raise ValidationError(gone) from None
