"""The steps of the wizard, until the work starts. The directory is asked outside transactions."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.actors import Actor
from accounts.models import User
from accounts.permissions import REFUSED, require
from common.saving import save_valid
from migration import directories, steps
from migration.directory import NO_CREATING, Place, Refused, Site, TryLater
from migration.holding import check_version, hold
from migration.models import SiteMigration
from migration.permissions import can_migrate

audit.WORDS |= {
    "migration.begun": "began a migration ({directory})",
    "migration.site_chosen": "chose the site {site} for a migration",
    "migration.site_created": "created the site {site} for a migration",
}

NOT_OFFERED = "Practice is offered with the embedded database alone."
NO_SITE = "This site is not among yours any more. Refresh the list and pick another."


@transaction.atomic
def begin(directory_key: str, *, by: Actor) -> SiteMigration:
    """Begin a move to a site of a directory. Raises ValidationError while another is open."""
    require(can_migrate(by))
    if directory_key not in directories.offered():
        raise ValidationError(NOT_OFFERED)
    # Later than all before it: what a page of an older one sends is never taken for this one's.
    last = SiteMigration.objects.aggregate(last=Max("version"))["last"] or 0
    migration = SiteMigration(directory=directory_key, begun_by=by.name, version=last + 1)
    save_valid(migration)
    label = directories.LABELS[directory_key]
    audit.record(by, "migration.begun", migration, directory=label)
    return migration


@transaction.atomic
def go_to(migration: SiteMigration, step: str, *, version: int, by: Actor) -> SiteMigration:
    """Show another step of the wizard. Raises ValidationError when it can't follow."""
    require(can_migrate(by))
    hold(migration, version=version)
    has_site = bool(migration.site_id)
    if problem := steps.why_not(step, state=migration.state, has_site=has_site):
        raise ValidationError(problem)
    if migration.step != step:
        migration.step = step
        _save(migration)
    return migration


def choose_site(
    migration: SiteMigration, site_id: str, *, version: int, by: Actor
) -> SiteMigration:
    """Choose one of the actor's sites, and go on to the review.

    Raises ValidationError for one that can't be used, SignInFirst.
    """
    person = _ready_to_choose(migration, version, by)
    directory = directories.of(migration)
    try:
        site = next((one for one in directory.sites(person) if one.id == site_id), None)
        if site is None or site.why_not:
            raise ValidationError({"site": site.why_not if site else NO_SITE})
        place = directory.place(site_id, person)
    except (Refused, TryLater) as problem:
        raise ValidationError({"site": problem.words}) from None
    return _take(migration, site, place, "migration.site_chosen", version=version, by=by)


def create_site(
    migration: SiteMigration,
    name: str,
    *,
    first_name: str,
    last_name: str,
    version: int,
    by: Actor,
) -> SiteMigration:
    """Create a site where the directory can, choose it, and go on to the review.

    Raises ValidationError naming the field.
    """
    person = _ready_to_choose(migration, version, by)
    directory, name = directories.of(migration), name.strip().lower()
    if not directory.creates_sites:
        raise ValidationError(NO_CREATING)
    try:
        if problem := directory.name_problem(name):
            raise ValidationError({"name": problem})
        site = directory.create_site(
            name, first_name=first_name.strip(), last_name=last_name.strip(), person=person
        )
        place = directory.place(site.id, person)
    except (Refused, TryLater) as problem:
        raise ValidationError({"name": problem.words}) from None
    return _take(migration, site, place, "migration.site_created", version=version, by=by)


def _ready_to_choose(migration: SiteMigration, version: int, by: Actor) -> User:
    """Who chooses. What they see may be old: then the directory is not even asked."""
    require(can_migrate(by))
    check_version(migration, version)
    _require_preparing(migration)
    require(by.user is not None, REFUSED)
    assert by.user is not None  # noqa: S101  for mypy
    return by.user


def _require_preparing(migration: SiteMigration) -> None:
    if problem := steps.why_not(steps.Step.SITE, state=migration.state, has_site=False):
        raise ValidationError(problem)


@transaction.atomic
def _take(
    migration: SiteMigration, site: Site, place: Place, verb: str, *, version: int, by: Actor
) -> SiteMigration:
    hold(migration, version=version)
    _require_preparing(migration)
    migration.site_id, migration.site_name, migration.site_url = site.id, site.name, site.url
    migration.org_id, migration.directory_id = place.org_id, place.directory_id
    migration.resource, migration.step = place.resource, steps.Step.REVIEW
    _save(migration)
    audit.record(by, verb, migration, site=site.name)
    return migration


def _save(migration: SiteMigration) -> None:
    migration.version += 1
    save_valid(migration)
