"""What reports bring to the floors below: their place."""

from common import places
from common.places import Place
from reports.permissions import can_see_reports


def register_all() -> None:
    """Put reports into the sidebar. Called once, when the app is ready."""
    at = ("reports", "Reports", "chart-bar", "reports:actions", "r")
    places.register(Place(*at, can_see_reports, 30))
