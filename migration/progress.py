"""How far a move is: how many people stand where, and the meter that is drawn of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from migration.models import SiteMigration, UserMove

Status = UserMove.Status


@dataclass(frozen=True, slots=True)
class Look:
    """How a status is shown: the tone of its chip and meter, and its icon."""

    tone: str
    icon: str


LOOKS = {  # in the order of the meter and of the counts
    Status.CONNECTED: Look("ok", "check"),
    Status.INVITED: Look("accent", "send"),
    Status.NEEDS_VERIFICATION: Look("accent", "mail"),
    Status.EMAIL_UNVERIFIED: Look("warn", "alert-triangle"),
    Status.SUSPENDED: Look("warn", "ban"),
    Status.DEACTIVATED: Look("warn", "user-x"),
    Status.MANAGED_ELSEWHERE: Look("warn", "building"),
    Status.FAILED: Look("bad", "x"),
    Status.NOT_INVITED: Look("", "clock"),
    Status.EXCLUDED: Look("", "user-minus"),
}
ALWAYS_SHOWN = (
    Status.CONNECTED,
    Status.INVITED,
    Status.EMAIL_UNVERIFIED,
    Status.FAILED,
    Status.NOT_INVITED,
)


@dataclass(frozen=True, slots=True)
class HowMany:
    """How many people have a status."""

    status: str
    label: str
    tone: str
    people: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the meter, in people."""

    tone: str
    at: int
    width: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How many people have each status."""

    by_status: dict[str, int]

    def of(self, *statuses: str) -> int:
        """How many people have one of these statuses."""
        return sum(self.by_status.get(status, 0) for status in statuses)

    @property
    def everybody(self) -> int:
        """How many people there are, with those who are left out."""
        return sum(self.by_status.values())

    @property
    def total(self) -> int:
        """How many are to be connected: all but those who are left out."""
        return self.everybody - self.of(Status.EXCLUDED)

    @property
    def connected(self) -> int:
        """How many are there."""
        return self.of(Status.CONNECTED)

    @property
    def need_you(self) -> int:
        """With how many somebody who runs the account has to do something."""
        return self.of(*UserMove.NEEDS_ADMIN)

    @property
    def unverified(self) -> int:
        """How many have not shown their e-mail to be theirs."""
        return self.of(Status.EMAIL_UNVERIFIED)

    @property
    def failed(self) -> int:
        """How many the directory refused."""
        return self.of(Status.FAILED)

    @property
    def on_their_way(self) -> int:
        """How many were invited and have not arrived."""
        return self.of(Status.INVITED, Status.NEEDS_VERIFICATION)

    @property
    def counts(self) -> list[HowMany]:
        """The counts to show: the usual ones, and of the others those that anybody has."""
        return [
            HowMany(status, status.label, look.tone, self.of(status))
            for status, look in LOOKS.items()
            if status in ALWAYS_SHOWN or self.of(status)
        ]

    @property
    def bars(self) -> list[Bar]:
        """The meter: a stretch for each status that anybody has, one unit a person."""
        return list(self._bars())

    def _bars(self) -> Iterator[Bar]:
        at = 0
        for status, look in LOOKS.items():
            width = self.of(status)
            if width and status != Status.EXCLUDED:
                yield Bar(look.tone or "idle", at, width)
                at += width

    @property
    def words(self) -> str:
        """The meter in words: "27 connected, 9 invited, of 36"."""
        said = [
            f"{self.of(status)} {status.label.lower()}"
            for status in LOOKS
            if status != Status.EXCLUDED and self.of(status)
        ]
        return ", ".join([*said, f"of {self.total}"])


def progress_of(migration: SiteMigration) -> Progress:
    """Count the people of a move by status: one query."""
    counted = migration.moves.order_by().values_list("status").annotate(people=Count("pk"))
    return Progress(dict(counted))
