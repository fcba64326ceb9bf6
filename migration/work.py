"""The work of a move: people are searched for, invited and looked after, in batches.

It may end at any moment and begin again. Before anybody is invited, that is noted and committed;
while the answer is missing nobody knows whether the invitation went out, and a search decides,
once it would show one. So nobody is invited twice.
"""

from collections.abc import Callable, Iterable, Sequence
from math import ceil

from django.db import transaction
from django.utils import timezone

from migration import answers, asking, batches, directories, emails, ending, halving, reconcile
from migration.directory import Refused, TryLater
from migration.holding import alone, hold
from migration.models import SiteMigration, UserMove

MOST_LOOKS = 5  # searches of one run for people who may have got further
MANY = 10  # so many refused one by one, all for one reason: it is not about them

type Refusal = str  # its words, or nothing


def run(goes_on: Callable[[], bool]) -> int | None:
    """Do what is to be done for the move that runs, as long as `goes_on`.

    Returns in how many seconds more is to be done, or None when the next look is soon enough.
    """
    with alone() as is_alone:
        migration = SiteMigration.objects.filter(state=SiteMigration.State.RUNNING).first()
        if migration is None or not is_alone:
            return None
        return _Work(migration).run(goes_on)


class _Work:
    """One run. Each method that acts returns whether there was anything to do."""

    def __init__(self, migration: SiteMigration) -> None:
        self.migration = migration
        self.directory = directories.of(migration)
        self.place = directories.place_of(migration)
        self.got_on = False  # whether the directory has answered at all

    def run(self, goes_on: Callable[[], bool]) -> int | None:
        wait_until, now = self.migration.wait_until, timezone.now()
        if wait_until and wait_until > now:
            return ceil((wait_until - now).total_seconds())
        with transaction.atomic():  # one after the other with the actions
            hold(self.migration)
            reconcile.people(self.migration, now)
        acts = (
            *(self._settle_doubts, self._search, self._invite, self._invite_again),
            *(self._look, self._tell),
        )
        try:
            while goes_on() and self._runs_still():
                if not any(act() for act in acts):
                    self._look_again()
                    return self._finish()
        except TryLater as later:
            return ending.wait(self.migration, later, got_on=self.got_on)
        except Refused as refused:
            ending.stop(self.migration, refused.words)
            return None
        return 0 if self._runs_still() else None

    def _runs_still(self) -> bool:
        """Whether nobody has paused or cancelled it meanwhile."""
        running = SiteMigration.objects.filter(state=SiteMigration.State.RUNNING)
        return running.filter(pk=self.migration.pk).exists()

    def _settle_doubts(self) -> bool:
        found = batches.in_doubt(self.migration, timezone.now(), self.directory.seconds_to_show)
        return self._note(found[: self.directory.most_searched])

    def _search(self) -> bool:
        shows_after = self.directory.seconds_to_show
        found = batches.to_search(self.migration, timezone.now(), shows_after)
        return self._note(found[: self.directory.most_searched])

    def _look(self) -> bool:
        shows_after = self.directory.seconds_to_show
        found = batches.to_look_at(self.migration, timezone.now(), shows_after)
        return self._note(found[: self.directory.most_searched])

    def _look_again(self) -> None:
        now = timezone.now()
        for _ in range(MOST_LOOKS):
            found = batches.to_look_at_again(self.migration, now)
            if not self._note(found[: self.directory.most_searched]):
                break

    def _note(self, chosen: Iterable[UserMove]) -> bool:
        """Search for these people and write down what was found."""
        moves = list(chosen)
        self._halve(moves, self._search_for)
        return bool(moves)

    def _invite(self) -> bool:
        shows_after = self.directory.seconds_to_show
        some = batches.to_invite(self.migration, timezone.now(), shows_after)
        if moves := list(some[: self.directory.most_invited]):
            # Before it is noted when they are invited: this may take long.
            made = self.directory.prepare(self.place, [move.email for move in moves])
            asking.note_accounts(moves, made)
        self._halve(moves, self._ask)
        return bool(moves)

    def _invite_again(self) -> bool:
        moves = list(batches.to_invite_again(self.migration)[: self.directory.most_invited])
        self._halve(moves, self._ask_again)
        return bool(moves)

    def _tell(self) -> bool:
        return emails.tell(list(batches.to_tell(self.migration)[: emails.AT_ONCE]), self.migration)

    def _halve(
        self, moves: Sequence[UserMove], ask: Callable[[Sequence[UserMove]], Refusal]
    ) -> None:
        """Ask about people. A batch that is refused is halved, until it is known who is meant."""
        refusals: list[Refusal] = []
        for move, refusal in halving.refused_of(moves, ask):
            self.got_on = True
            refusals.append(refusal)
            answers.note_refused(move, refusal, migration=self.migration)
        if halving.is_about_nobody(moves, refusals, many=MANY):
            raise Refused(refusals[0])

    def _search_for(self, moves: Sequence[UserMove]) -> Refusal:
        """Search for people. Returns the words of a refusal that is about them."""
        since = timezone.now()
        try:
            found = self.directory.search(self.place, [move.email for move in moves])
        except Refused as refused:
            return _about_people(refused)
        self.got_on = True
        answers.note_search(moves, found, migration=self.migration, since=since)
        return ""

    def _ask(self, moves: Sequence[UserMove]) -> Refusal:
        """Invite people for the first time. Returns the words of a refusal that is about them."""
        # A batch that is halved takes long: somebody may have paused or cancelled it meanwhile.
        moves = asking.note_asking(moves, timezone.now()) if self._runs_still() else []
        return self._invite_now(moves, undo=lambda: asking.note_asking(moves, None))

    def _ask_again(self, moves: Sequence[UserMove]) -> Refusal:
        """Invite people once more. What may have gone out is not repeated by itself."""
        since = moves[0].again_at
        moves = asking.note_again(moves, None) if self._runs_still() else []
        return self._invite_now(moves, undo=lambda: asking.note_again(moves, since))

    def _invite_now(self, moves: Sequence[UserMove], *, undo: Callable[[], object]) -> Refusal:
        """Invite people; `undo` what was noted before it when nobody was invited for certain."""
        if not moves:
            return ""
        text, asked = emails.invitation_text(self.migration), [move.email for move in moves]
        try:
            answered = self.directory.invite(self.place, asked, text=text)
        except Refused as refused:
            undo()
            return _about_people(refused)
        except TryLater as later:
            if later.nothing_done:
                undo()
            raise
        self.got_on = True
        answers.note_invited(moves, answered, migration=self.migration)
        return ""

    def _finish(self) -> int | None:
        """Nothing more can be done now. Return when something can."""
        ending.note_round(self.migration)
        if ending.complete_if_done(self.migration):
            return None
        seconds = self.directory.seconds_to_show
        soon = batches.doubtful(self.migration) | batches.coming_to_show(self.migration)
        held_up = batches.held_up(self.migration, timezone.now(), seconds)
        return max(seconds, 1) if soon.exists() or held_up.exists() else None


def _about_people(refused: Refused) -> Refusal:
    """Return the words of a refusal that is about the people asked for; raise any other."""
    if not refused.is_about_people:
        raise refused
    return refused.words
