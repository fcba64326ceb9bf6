"""What the status page shows: who is asked for, in which order, and what changed since."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from django.db.models import Case, CharField, QuerySet, Value, When
from django.db.models.functions import Concat
from django.http import QueryDict

from accounts import people_search
from accounts.models import User
from common.folding import Folded
from common.paging import Page, Sort, paginate
from common.text import one_line
from migration.models import SiteMigration, UserMove
from migration.progress import Progress

NEEDS_YOU = "needs-you"
Status = UserMove.Status
FIRST = (  # those who need somebody first
    *(Status.FAILED, Status.EMAIL_UNVERIFIED, Status.MANAGED_ELSEWHERE, Status.SUSPENDED),
    *(Status.DEACTIVATED, Status.NEEDS_VERIFICATION, Status.INVITED, Status.NOT_INVITED),
    *(Status.CONNECTED, Status.EXCLUDED),
)
COLUMNS = (
    *("migration_id", "status", "since", "reason", "left_out_by", "asked_at", "again_at"),
    *("user__full_name", "user__username"),
)
_MARK = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9a-f]{8})")


@dataclass
class Asked:
    """What the address asks for: a status, words, a page."""

    status: str
    text: str
    cursor: str
    problems: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, sent: QueryDict) -> "Asked":
        """Read it; a status that there isn't asks for all."""
        status = sent.get("status", "")
        known = {NEEDS_YOU, *Status.values}
        text = one_line(sent.get("q", ""), people_search.LONGEST)
        return cls(status if status in known else "", text, sent.get("cursor", ""))

    @property
    def is_on(self) -> bool:
        """Whether it asks for less than all."""
        return bool(self.status or self.text)

    def narrow(self, moves: QuerySet[UserMove]) -> QuerySet[UserMove]:
        """Return those moves that are asked for; what is wrong is in `problems`."""
        if self.status == NEEDS_YOU:
            moves = moves.filter(status__in=UserMove.NEEDS_ADMIN)
        elif self.status:
            moves = moves.filter(status=self.status)
        if self.text:
            people, self.problems = people_search.find(User.objects.all(), self.text)
            moves = moves.filter(user__in=people)
        return moves

    def counted(self, progress: Progress) -> tuple[int, bool] | None:
        """How many that are, where the counts say so already."""
        if self.text:
            return None
        if self.status == NEEDS_YOU:
            return progress.need_you, True
        return (progress.of(self.status) if self.status else progress.everybody), True


def page_of(migration: SiteMigration, asked: Asked, progress: Progress) -> Page[UserMove]:
    """Cut the page that is asked for out of a move's people."""
    found = asked.narrow(migration.moves.select_related("user").only(*COLUMNS))
    sort = Sort("need", in_need())
    return paginate(found, sort=sort, cursor=asked.cursor, counted=asked.counted(progress))


def in_need() -> Concat:
    """Sort those first who need somebody; then by name."""
    whens = [When(status=status, then=Value(str(place))) for place, status in enumerate(FIRST)]
    rank = Case(*whens, default=Value("9"), output_field=CharField())
    return Concat(rank, Folded("user__full_name"), output_field=CharField())


def mark_of(migration: SiteMigration, progress: Progress) -> str:
    """Return what tells whether anything above the list is different from what was seen."""
    said: tuple[Any, ...] = (migration.state, migration.problem, migration.wait_until)
    return f"{crc32(repr((*said, sorted(progress.by_status.items()))).encode()):08x}"


def marks_in(texts: Iterable[str]) -> dict[str, str]:
    """Read which rows a page shows, by the person's id, and what each of them says."""
    found = (_MARK.fullmatch(text) for text in texts)
    return {one[1]: one[2] for one in found if one}
