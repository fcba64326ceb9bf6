"""What Muster asks of a directory of Atlassian accounts: Atlassian's own, or the built-in one.

Both answer in the same words, so that the wizard and the work behind it know no difference but
`is_practice` and `creates_sites`. Contract: atlassian.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from accounts.models import User

NO_CREATING = "Atlassian lets nobody create a site from here. Create it there, then pick it."


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is linked with somebody's e-mail; `why_not` says why they can't choose it."""

    id: str
    name: str
    url: str
    products: tuple[str, ...] = ()
    people: int | None = None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where people are invited to: a site, in a directory of an organisation.

    `resource` is what a role is given on: an ARI at Atlassian.
    """

    site_id: str
    org_id: str = ""
    directory_id: str = ""
    resource: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """An account as the directory knows it; an unknown or missing field is "" (atlassian.md §4)."""

    email: str
    account_id: str
    status: str = ""
    account_status: str = ""
    membership_status: str = ""
    claim_status: str = ""
    email_verified: bool = False


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of one invitation; `refused` has the directory's own words, or nothing."""

    email: str
    account_id: str = ""
    refused: str = ""


class SignInFirst(Exception):
    """The person must sign in at the directory, for the first time or again."""


class TryLater(Exception):
    """The directory asks to wait, or does not answer: the same may go well in `seconds`.

    `nothing_done` when it surely did nothing of what was asked; else nobody knows.
    """

    def __init__(self, words: str, seconds: int, *, nothing_done: bool = False) -> None:
        super().__init__(words)
        self.words, self.seconds, self.nothing_done = words, seconds, nothing_done


class Refused(Exception):
    """The directory refused the whole call; the text has its own words.

    `is_about_people` when something about the addresses was refused (400, 409), so that fewer of
    them may go well; else nothing will until somebody mends the connection (401, 402, 403).
    `status` is that of the answer (HTTP), or 0.
    """

    def __init__(self, words: str, *, is_about_people: bool = False, status: int = 0) -> None:
        super().__init__(words)
        self.words, self.is_about_people, self.status = words, is_about_people, status


class Directory(Protocol):
    """A directory of accounts. Each method may raise TryLater or Refused."""

    key: str  # how a SiteMigration names it
    is_practice: bool
    creates_sites: bool
    sign_in: str  # URL name of the page where people sign in at it, or sign up
    most_searched: int  # e-mails in one call of `search`
    most_invited: int  # e-mails in one call of `invite`
    seconds_to_show: int  # until a search surely shows what an invitation did

    def sites(self, person: User) -> list[Site]:
        """Return the sites linked with somebody's e-mail. Raises SignInFirst."""

    def place(self, site_id: str, person: User) -> Place:
        """Return where people of a site are invited to. Raises SignInFirst; Refused: no admin."""

    def name_problem(self, name: str) -> str:
        """Say why no site can be made by this name ("acme-oncall"), or nothing when it can."""

    def create_site(self, name: str, *, first_name: str, last_name: str, person: User) -> Site:
        """Make a site whose admin is this person. Only where `creates_sites`."""

    def search(self, place: Place, emails: Sequence[str]) -> dict[str, Found]:
        """Return the accounts of at most `most_searched` e-mails (lower case); others are none."""

    def prepare(self, place: Place, emails: Sequence[str]) -> set[str]:
        """Make accounts for people about to be invited, where that is possible; return whose.

        TryLater means that nothing was done for the others.
        """

    def invite(self, place: Place, emails: Sequence[str], *, text: str) -> list[Invited]:
        """Invite at most `most_invited` people to the site, with a text for them.

        Returns no answer for those of whom the directory said nothing.
        """
