"""Rules that can never be reached, because an earlier one takes everything they would. Pure.

Only what is proved is said; docs/routing.md lists the cases. Being silent proves nothing.
"""

from collections.abc import Sequence

from routing.matching import Rule


def shadowed_by(rules: Sequence[Rule]) -> dict[int, int]:
    """For each rule that can't win: the place of the first earlier one that takes all of it."""
    found: dict[int, int] = {}
    for place, rule in enumerate(rules):
        if rule.is_enabled:
            earlier = (
                other
                for other in range(place)
                if rules[other].is_enabled and _covers(rules[other], rule)
            )
            if (by := next(earlier, None)) is not None:
                found[place] = by
    return found


def _covers(earlier: Rule, later: Rule) -> bool:
    return not earlier.asked and earlier.restriction is None and earlier.match_type == "match-all"
