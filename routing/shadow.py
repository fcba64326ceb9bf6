"""Rules that can never be reached, because an earlier one takes everything they would. Pure.

Only what is proved is said; docs/routing.md lists the cases. Being silent proves nothing.
"""

from collections.abc import Sequence

from oncall.restrictions import is_always_open, spans_of
from routing.implications import implies
from routing.rules import Rule


def shadowed_by(rules: Sequence[Rule]) -> dict[int, int]:
    """For each rule that can't win: the place of the first earlier one that takes all of it."""
    found: dict[int, int] = {}
    for place, rule in enumerate(rules):
        if rule.is_enabled:
            earlier = (other for other in range(place) if _takes_all_of(rules[other], rule))
            if (by := next(earlier, None)) is not None:
                found[place] = by
    return found


def _takes_all_of(earlier: Rule, later: Rule) -> bool:
    return earlier.is_enabled and _is_open_whenever(earlier, later) and _accepts_all(earlier, later)


def _is_open_whenever(earlier: Rule, later: Rule) -> bool:
    """Whether the earlier rule is open at least when the later one is."""
    if earlier.restriction is None or is_always_open(earlier.restriction):
        return True
    if later.restriction is None or earlier.zone != later.zone:
        return False
    wide = spans_of(earlier.restriction)
    return all(
        any(start <= since and until <= end for start, end in wide)
        for since, until in spans_of(later.restriction)
    )


def _accepts_all(earlier: Rule, later: Rule) -> bool:
    """Whether the conditions of the later rule prove those of the earlier one."""
    if not earlier.asked:
        return not earlier.is_any
    # Of the later rule either every single condition has to prove it, or one is enough.
    ways = [(one,) for one in later.asked] if later.is_any else [later.asked]
    enough = any if earlier.is_any else all
    return all(
        enough(any(implies(known, asked) for known in way) for asked in earlier.asked)
        for way in ways
    )
