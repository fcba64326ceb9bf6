"""What routing brings to the floors below: the team's tab, what goes with a team."""

from oncall import uses
from routing.uses import rules_naming
from teams import tabs
from teams.losses import LOSSES
from teams.tabs import Tab


def register_all() -> None:
    """Make rules known below. Called once, when the app is ready."""
    tab = Tab("Routing rules", "routing:rules", lambda team: team.routing_rules.count())
    labels = {known.label for known in tabs.TABS}
    tabs.register(tab, before="On-call" if "On-call" in labels else "Activity")
    LOSSES.register(
        "routing rule", "routing rules", lambda team: team.routing_rules.movable().count()
    )
    uses.register("routing rule", rules_naming)
