"""What a directory has to offer to whoever picks a site."""

from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from common.text import one_line
from migration import directories, practice
from migration.directory import Refused, SignInFirst, Site, TryLater
from migration.models import SiteMigration


@dataclass(frozen=True, slots=True)
class Offer:
    """The sites of somebody; or where to sign in first; or why there is no list."""

    sites: list[Site] = field(default_factory=list)
    sign_in: str = ""
    problem: str = ""
    creates_sites: bool = False


def offer_of(migration: SiteMigration, person: User) -> Offer:
    """Ask the directory of a move for somebody's sites."""
    directory = directories.of(migration)
    makes = directory.creates_sites
    try:
        return Offer(directory.sites(person), creates_sites=makes)
    except SignInFirst:
        return Offer(sign_in=directory.sign_in, creates_sites=makes)
    except (TryLater, Refused) as problem:
        return Offer(problem=problem.words, creates_sites=makes)


def words_about_name(migration: SiteMigration, typed: str) -> dict[str, Any]:
    """Say which address a site of this name would have, and what is wrong with the name."""
    name = one_line(typed, 100).lower()
    directory = directories.of(migration)
    return {
        "name": name,
        "problem": directory.name_problem(name) if name else "",
        "address": practice.address_of(name) if directory.is_practice and name else "",
    }
