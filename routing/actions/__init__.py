"""Adding, changing, ordering and removing a team's routing rules."""

from routing.actions.order import StaleOrder, move_rule, reorder_rules
from routing.actions.rules import add_rule, change_rule, remove_rule
from routing.actions.values import RuleValues

__all__ = [
    "RuleValues",
    "StaleOrder",
    "add_rule",
    "change_rule",
    "move_rule",
    "remove_rule",
    "reorder_rules",
]
