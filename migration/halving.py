"""Finding whom a refusal means: a batch that is refused is halved. It knows nothing of people."""

from collections.abc import Callable, Iterator, Sequence


def refused_of[One](
    batch: Sequence[One], ask: Callable[[Sequence[One]], str]
) -> Iterator[tuple[One, str]]:
    """Ask for a batch, and for its halves when that is refused, down to single ones.

    `ask` returns the words of a refusal, or nothing. Yields who is refused alone, and the words.
    Each is in one call that went well, or is yielded.
    """
    waiting = [batch] if batch else []
    while waiting:
        some = waiting.pop()
        words = ask(some)
        if words and len(some) > 1:
            middle = len(some) // 2
            waiting += [some[middle:], some[:middle]]
        elif words:
            yield some[0], words


def is_about_nobody(batch: Sequence[object], refusals: Sequence[str], *, many: int) -> bool:
    """Whether all of a batch were refused one by one for one reason, so that it is not theirs."""
    return many <= len(batch) == len(refusals) and len(set(refusals)) == 1
