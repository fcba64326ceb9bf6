"""Who may look at a team's rules, try alerts on them, and change them."""

from routing.models import RuleBook
from tests.make import make_rule


def _rule(cast):
    rules = cast.payments.routing_rules.movable()
    rule = rules.first() or make_rule(cast.payments, "Database", "message contains db")
    return {"team_id": cast.payments.pk, "rule_id": rule.pk}


def _order(cast):
    RuleBook.objects.filter(pk=cast.payments.pk).update(version=7)
    return {"team_id": cast.payments.pk}


KINDS = {
    "rules": lambda cast: {"team_id": cast.payments.pk},
    "order": _order,
    "rule": _rule,
    "default rule": lambda cast: {
        "team_id": cast.payments.pk,
        "rule_id": cast.payments.routing_rules.get(is_default=True).pk,
    },
    "targets": lambda cast: {"team_id": cast.payments.pk, "kind": "schedule"},
}
ALL = {"match_type": "match-all", "kind": "none", "time_zone": "UTC"}

# name, method, kind: nobody, eve, ben, tom, ada, olive, data
DOORS = [
    ("routing:rules", "get", "rules", 302, 404, 200, 200, 200, 200),
    ("routing:rule_order", "post", "rules", 302, 404, 403, 422, 422, 422),
    ("routing:rule_order", "post", "order", 302, 404, 403, 409, 409, 409, {"version": 6}),
    ("routing:rule_order", "post", "order", 302, 404, 403, 302, 302, 302, {"version": 7}),
    ("routing:rule_new", "get", "rules", 302, 404, 403, 200, 200, 200),
    ("routing:rule_new", "post", "rules", 302, 404, 403, 422, 422, 422),
    ("routing:rule_new", "post", "rules", 302, 404, 403, 302, 302, 302, ALL | {"name": "New"}),
    ("routing:rule_preview", "post", "rules", 302, 404, 403, 200, 200, 200),
    ("routing:rule_try", "get", "rules", 302, 404, 200, 200, 200, 200),
    ("routing:rule_try", "post", "rules", 302, 404, 422, 422, 422, 422),
    ("routing:rule_try", "post", "rules", 302, 404, 200, 200, 200, 200, {"origin": "type"}),
    ("routing:target_suggestions", "get", "targets", 302, 404, 200, 200, 200, 200),
    ("routing:rule_edit", "get", "rule", 302, 404, 403, 200, 200, 200),
    ("routing:rule_edit", "post", "rule", 302, 404, 403, 422, 422, 422),
    ("routing:rule_edit", "post", "rule", 302, 404, 403, 302, 302, 302, ALL | {"name": "New"}),
    ("routing:rule_edit", "get", "default rule", 302, 404, 403, 200, 200, 200),
    ("routing:rule_edit", "post", "default rule", 302, 404, 403, 422, 422, 422),
    ("routing:rule_move", "post", "rule", 302, 404, 403, 422, 422, 422),
    ("routing:rule_move", "post", "rule", 302, 404, 403, 302, 302, 302, {"place": 1}),
    ("routing:rule_move", "post", "default rule", 302, 404, 403, 422, 422, 422, {"place": 1}),
    ("routing:rule_place", "get", "rule", 302, 404, 403, 200, 200, 200),
    ("routing:rule_place", "post", "rule", 302, 404, 403, 422, 422, 422),
    ("routing:rule_place", "post", "rule", 302, 404, 403, 302, 302, 302, {"place": 1}),
    ("routing:rule_switch", "post", "rule", 302, 404, 403, 302, 302, 302),
    ("routing:rule_switch", "post", "default rule", 302, 404, 403, 422, 422, 422),
    ("routing:rule_delete", "get", "rule", 302, 404, 403, 200, 200, 200),
    ("routing:rule_delete", "post", "rule", 302, 404, 403, 302, 302, 302),
    ("routing:rule_delete", "post", "default rule", 302, 404, 403, 422, 422, 422),
]
