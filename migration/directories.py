"""The directories that there are, by their keys."""

from functools import cache
from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

from migration.directory import Directory, Place
from migration.models import SiteMigration
from migration.models.moves import ATLASSIAN, PRACTICE

__all__ = ["ATLASSIAN", "LABELS", "PRACTICE", "named", "of", "offered", "place_of"]

CLASSES = {
    ATLASSIAN: "migration.atlassian.directory.AtlassianDirectory",
    PRACTICE: "migration.practice.PracticeDirectory",
}
LABELS = {ATLASSIAN: "Atlassian", PRACTICE: "Practice"}


def offered() -> list[str]:
    """The keys of the directories that a move may go to: practice with the embedded database."""
    return [ATLASSIAN, PRACTICE] if settings.EMBEDDED else [ATLASSIAN]


@cache
def named(key: str) -> Directory:
    """Return a directory. Raises ValidationError when there is none of this key."""
    if key not in CLASSES:
        raise ValidationError("There is no such directory.")
    return cast(Directory, import_string(CLASSES[key])())


def of(migration: SiteMigration) -> Directory:
    """Return the directory that a move goes to."""
    return named(migration.directory)


def place_of(migration: SiteMigration) -> Place:
    """Return where a move takes people."""
    return Place(
        site_id=migration.site_id,
        org_id=migration.org_id,
        directory_id=migration.directory_id,
        resource=migration.resource,
    )
