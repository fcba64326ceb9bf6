"""What one look before a move has found."""

from dataclasses import dataclass

from accounts.models import User

NAMED = 20  # people of one check; of the others only the number is said
CLEAR, NOTE, MEND = "clear", "note", "mend"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what is so, what it means, and how to mend it.

    `level` is "clear", "note" (good to know; nothing to mend) or "mend". `place` is the URL name
    of the page where it is mended. Of the `count` people `people` are the first ones.
    """

    key: str
    level: str
    title: str
    means: str = ""
    mend: str = ""
    place: str = ""
    people: tuple[User, ...] = ()
    count: int = 0

    @property
    def is_clear(self) -> bool:
        """Whether there is nothing to mend."""
        return self.level != MEND

    @property
    def more(self) -> int:
        """How many people there are besides those who are named."""
        return self.count - len(self.people)
