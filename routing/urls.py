"""The rules of a team: the addresses."""

from django.urls import path

from routing.views import editing, order, rules, targets, trying

app_name = "routing"
OF_TEAM = "teams/<uuid:team_id>/rules/"
OF_RULE = f"{OF_TEAM}<uuid:rule_id>/"
urlpatterns = [
    path(OF_TEAM, rules.rules, name="rules"),
    path(f"{OF_TEAM}order/", order.rule_order, name="rule_order"),
    path(f"{OF_TEAM}new/", editing.rule_new, name="rule_new"),
    path(f"{OF_TEAM}preview/", editing.rule_preview, name="rule_preview"),
    path(f"{OF_TEAM}try/", trying.rule_try, name="rule_try"),
    path(f"{OF_TEAM}targets/<str:kind>/", targets.target_suggestions, name="target_suggestions"),
    path(OF_RULE, editing.rule_edit, name="rule_edit"),
    path(f"{OF_RULE}move/", order.rule_move, name="rule_move"),
    path(f"{OF_RULE}place/", order.rule_place, name="rule_place"),
    path(f"{OF_RULE}switch/", rules.rule_switch, name="rule_switch"),
    path(f"{OF_RULE}delete/", rules.rule_delete, name="rule_delete"),
]
