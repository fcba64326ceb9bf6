"""How often rules have matched. The floor that keeps alerts brings the counting."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Hits:
    """How many alerts a rule took in the last 7 and 30 days, and when the last one ever came."""

    week: int = 0
    month: int = 0
    last: datetime | None = None


# (ids of rules, now) → their hits; a rule without any may be left out. One query.
type Counter = Callable[[Collection[UUID], datetime], Mapping[UUID, Hits]]

_counters: list[Counter] = []


def register(counter: Counter) -> None:
    """Bring what counts hits."""
    _counters[:] = [counter]


def are_counted() -> bool:
    """Whether hits are known here at all."""
    return bool(_counters)


def hits_of(rule_ids: Collection[UUID], now: datetime) -> dict[UUID, Hits]:
    """The hits of each of these rules."""
    counted = _counters[0](rule_ids, now) if _counters and rule_ids else {}
    return {rule_id: counted.get(rule_id, Hits()) for rule_id in rule_ids}
