"""Gathering what many threads want to have done into as few batches as possible.

While one batch is under way, whatever else is asked for waits, and makes up the next one. That
one begins when as many are there as there were the last time, or after a moment's patience: who
has just got an answer is often about to ask for the next thing. So the busier it gets, the
larger the batches. Who comes alone finds nothing under way, and waits for nobody.

Knows nothing of alerts.
"""

from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from time import monotonic


class _Order[T, R]:
    """One thing that is to be done, and the thread that waits for it."""

    __slots__ = ("key", "result", "turn", "wanted")

    def __init__(self, wanted: T, key: Hashable) -> None:
        self.wanted, self.key = wanted, key
        self.result: list[R | BaseException] = []  # one, when it is done
        # Released when it is done, when its thread is to do the next batch, or when all are there.
        self.turn = Lock()
        self.turn.acquire()


class Gathering[T, R]:
    """Does things in batches: `do` takes some, and returns what became of each, or an exception.

    At most `most` are in a batch, and never two of the same `key_of`: those are done in the
    order in which they came. `patience` is in seconds.
    """

    def __init__(
        self,
        do: Callable[[Sequence[T]], Sequence[R | Exception]],
        key_of: Callable[[T], Hashable],
        *,
        most: int,
        patience: float,
    ) -> None:
        self._do, self._key_of, self._most, self._patience = do, key_of, most, patience
        self._lock = Lock()
        self._waiting: list[_Order[T, R]] = []  # nobody, unless somebody leads
        self._has_leader = False
        self._patient: _Order[T, R] | None = None  # the leader, while waiting for others
        self._expected = 1  # so many there were the last time, in the batch and behind it
        self._ended = -patience  # when the last batch ended

    def add(self, wanted: T) -> R:
        """Have one thing done, and return what became of it. Raises its exception, or `do`'s."""
        order: _Order[T, R] = _Order(wanted, self._key_of(wanted))
        with self._lock:
            self._waiting.append(order)
            leads, self._has_leader = not self._has_leader, True
            if self._patient and len(self._waiting) >= self._expected:
                self._patient.turn.release()
                self._patient = None
        if not leads:
            order.turn.acquire()
        if not order.result:
            self._lead(order)
        result = order.result[0]
        if isinstance(result, BaseException):
            raise result
        return result

    def _lead(self, leader: _Order[T, R]) -> None:
        """Do a batch, wake those who wait for it, and hand the lead to the next in the line."""
        self._wait_for_others(leader)
        with self._lock:
            self._patient = None
            batch = self._next_batch()
        try:
            done: Sequence[R | BaseException] = self._do([order.wanted for order in batch])
        except BaseException as problem:  # nobody may wait for ever
            done = [problem] * len(batch)
        for order, result in zip(batch, done, strict=True):
            order.result.append(result)
        with self._lock:
            self._ended = monotonic()
            self._expected = min(len(batch) + len(self._waiting), self._most)
            next_leader = self._waiting[0] if self._waiting else None
            self._has_leader = next_leader is not None
        if next_leader:
            next_leader.turn.release()
        for order in batch[1:]:
            order.turn.release()

    def _wait_for_others(self, leader: _Order[T, R]) -> None:
        """Let those come who were there a moment ago."""
        with self._lock:
            is_soon = monotonic() - self._ended < self._patience
            if not is_soon or len(self._waiting) >= self._expected:
                return
            self._patient = leader
        leader.turn.acquire(timeout=self._patience)

    def _next_batch(self) -> list[_Order[T, R]]:
        """Take those who wait, but the first of each key only: so whoever leads is the first."""
        batch: dict[Hashable, _Order[T, R]] = {}
        rest = []
        for order in self._waiting:
            if order.key in batch or len(batch) == self._most:
                rest.append(order)
            else:
                batch[order.key] = order
        self._waiting = rest
        return list(batch.values())
