"""The practice directory, counted, and with the failures that a test wants."""

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import User
from migration.directory import Found, Invited, Place, Site
from migration.models import PracticeAccount
from migration.practice import PracticeDirectory

CRASH = RuntimeError("The worker is killed.")


class Scripted(PracticeDirectory):
    """As the practice directory, but for what is planned.

    `before` and `after` hold what is raised by the next calls, before or after they are carried
    out (None is nothing); `refused` what becomes of an address; `bad` addresses make the whole
    call fail, `unsearchable` ones a search; `shown` replaces what a search finds. An account that
    an invitation has made is not found before `seconds_to_show`.
    """

    def __init__(self) -> None:
        self.depth = len(connection.savepoint_ids)
        self.calls: list[tuple[str, int]] = []
        self.invitations: Counter[str] = Counter()
        self.before: dict[str, deque[Exception | None]] = defaultdict(deque)
        self.after: dict[str, deque[Exception | None]] = defaultdict(deque)
        self.refused: dict[str, str] = {}
        self.silent: set[str] = set()
        self.bad: dict[str, Exception] = {}
        self.unsearchable: dict[str, Exception] = {}
        self.shown: dict[str, Found] = {}
        self.made_at: dict[str, datetime] = {}

    def search(self, place: Place, emails: Sequence[str]) -> dict[str, Found]:
        assert 0 < len(emails) <= self.most_searched
        self._call("search", emails, self.before)
        for email in emails:
            if email in self.unsearchable:
                raise self.unsearchable[email]
        found = super().search(place, emails)
        self._raise("search", self.after)
        shown = timezone.now() - timedelta(seconds=self.seconds_to_show)
        found = {one: found[one] for one in found if self.made_at.get(one, shown) <= shown}
        return found | {email: self.shown[email] for email in emails if email in self.shown}

    def invite(self, place: Place, emails: Sequence[str], *, text: str) -> list[Invited]:
        assert 0 < len(emails) <= self.most_invited
        assert text
        self._call("invite", emails, self.before)
        for email in emails:
            if email in self.bad:
                raise self.bad[email]
        wanted = [one for one in emails if one not in self.refused]
        self.invitations.update(wanted)
        there = PracticeAccount.objects.filter(email__in=wanted).values_list("email", flat=True)
        self.made_at |= dict.fromkeys(set(wanted) - set(there), timezone.now())
        answers = super().invite(place, wanted, text=text) if wanted else []
        self._raise("invite", self.after)
        answers += [Invited(one, refused=self.refused[one]) for one in emails if one not in wanted]
        return [one for one in answers if one.email not in self.silent]

    def sites(self, person: User) -> list[Site]:
        self._check_no_lock_is_held()
        return super().sites(person)

    def create_site(self, name: str, **more: Any) -> Site:
        self._check_no_lock_is_held()
        return super().create_site(name, **more)

    def count(self, kind: str) -> int:
        """How many calls of a kind there were."""
        return sum(1 for call, _ in self.calls if call == kind)

    def _call(self, kind: str, emails: Sequence[str], plan: dict) -> None:
        self._check_no_lock_is_held()
        self.calls.append((kind, len(emails)))
        self._raise(kind, plan)

    def _check_no_lock_is_held(self) -> None:
        """Nobody waits for a directory: it is called outside the transactions of Muster."""
        assert len(connection.savepoint_ids) == self.depth

    def _raise(self, kind: str, plan: dict) -> None:
        problem = plan[kind].popleft() if plan[kind] else None
        if problem:
            raise problem
