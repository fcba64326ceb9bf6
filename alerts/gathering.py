"""Gathering what many threads want to have done into as few batches as possible.

While one batch is under way, whatever else is asked for waits, and makes up the next one: so
nobody waits longer than for the batch before, and the busier it gets, the larger they grow. A
thread that finds nothing under way does its own at once. Knows nothing of alerts.
"""

from collections.abc import Callable, Hashable, Sequence
from threading import Lock


class _Order[T, R]:
    """One thing that is to be done, and the thread that waits for it."""

    __slots__ = ("key", "result", "turn", "wanted")

    def __init__(self, wanted: T, key: Hashable) -> None:
        self.wanted, self.key = wanted, key
        self.result: list[R | BaseException] = []  # one, when it is done
        # Released when it is done, or when its thread has to do the next batch.
        self.turn = Lock()
        self.turn.acquire()


class Gathering[T, R]:
    """Does things in batches: `do` takes some, and returns what became of each, or an exception.

    At most `most` are in a batch, and never two of the same `key_of`: those are done in the
    order in which they came.
    """

    def __init__(
        self,
        do: Callable[[Sequence[T]], Sequence[R | Exception]],
        key_of: Callable[[T], Hashable],
        most: int,
    ) -> None:
        self._do, self._key_of, self._most = do, key_of, most
        self._lock = Lock()
        self._waiting: list[_Order[T, R]] = []  # nobody, unless a batch is under way
        self._is_busy = False

    def add(self, wanted: T) -> R:
        """Have one thing done, and return what became of it. Raises its exception, or `do`'s."""
        order: _Order[T, R] = _Order(wanted, self._key_of(wanted))
        with self._lock:
            self._waiting.append(order)
            is_first, self._is_busy = not self._is_busy, True
        if not is_first:
            order.turn.acquire()
        if not order.result:
            self._lead()
        result = order.result[0]
        if isinstance(result, BaseException):
            raise result
        return result

    def _lead(self) -> None:
        """Do a batch, wake those who wait for it, and hand the lead to the next in the line."""
        with self._lock:
            batch = self._next_batch()
        try:
            done: Sequence[R | BaseException] = self._do([order.wanted for order in batch])
        except BaseException as problem:  # nobody may wait for ever
            done = [problem] * len(batch)
        for order, result in zip(batch, done, strict=True):
            order.result.append(result)
        with self._lock:
            leader = self._waiting[0] if self._waiting else None
            self._is_busy = leader is not None
        if leader:
            leader.turn.release()
        for order in batch[1:]:
            order.turn.release()

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
