"""The engine, asked in turn and by its index, beside an interpreter that is obviously right."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from routing.conditions import as_json
from routing.matching import INDEX_FROM, LookedUp, compile_rules
from tests.routing import naive
from tests.routing.drawn import alerts, at_times, compiled, facts, named_zone, rules

ALERTS = 25  # for each rule set
RULE_SETS = 105
quick = settings(
    max_examples=RULE_SETS,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],  # making such examples small takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("least", "most"), [(0, INDEX_FROM - 1), (INDEX_FROM, INDEX_FROM + 8)], ids=["in turn", "index"]
)
def test_both_agree_on_the_winner_and_on_every_explanation(least, most):
    pairs = 0

    @quick
    @given(
        st.lists(rules, min_size=least, max_size=most),
        st.lists(st.tuples(alerts, at_times), min_size=ALERTS, max_size=ALERTS),
    )
    def agree(drawn, arriving):
        nonlocal pairs
        slow = [named_zone(rule) for rule in drawn]
        quick = compile_rules([compiled(rule, number) for number, rule in enumerate(drawn)])
        index = LookedUp([compiled(rule, number) for number, rule in enumerate(drawn)])
        for alert, at in arriving:
            pairs += 1
            said = naive.read(slow, alert, at)
            assert quick.first(facts(alert), at) == naive.first(said)
            found = set(index.of(facts(alert)))
            assert {place for place, rule in enumerate(said) if matches(rule)} <= found
            for to_the_end in (False, True):
                told = quick.explain(facts(alert), at, to_the_end=to_the_end)
                assert plain(told) == naive.explain(said, to_the_end)

    agree()
    assert pairs >= 2_500


def matches(rule):
    return rule["enabled"] and rule["accepts"]


def plain(verdicts):
    """Verdicts as the naive interpreter says them."""
    return [
        (one.result, [(as_json([reason.condition])[0], reason.held) for reason in one.reasons])
        for one in verdicts
    ]
