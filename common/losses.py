"""What goes when a row is deleted, said before it goes. A floor above adds its own kinds."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Loss[Row: Model]:
    """One kind of rows that a row takes with it, and how many there are."""

    one: str
    many: str
    count: Callable[[Row], int]


@dataclass(frozen=True, slots=True)
class Losses[Row: Model]:
    """All that goes with a row of one model."""

    kinds: list[Loss[Row]] = field(default_factory=list)

    def register(self, one: str, many: str, count: Callable[[Row], int]) -> None:
        """Add a kind: its name for one row and for many, and how many `count(row)` has."""
        self.kinds.append(Loss(one, many, count))

    def of(self, row: Row) -> list[str]:
        """Say what goes with a row: ["2 contacts", "1 API key"]. One query per kind."""
        counted = ((kind, kind.count(row)) for kind in self.kinds)
        return [f"{n:,} {kind.one if n == 1 else kind.many}" for kind, n in counted if n]
