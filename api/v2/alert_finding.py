"""Which alert a request means: by id, alias or short number."""

from accounts.actors import Actor
from alerts.models import Alert
from api.alerts import alerts_named
from api.errors import Refused
from api.v2.schemas import Which


def alert_named(name: str, which: Which, *, by: Actor) -> Alert | None:
    """Return the alert if the actor sees it."""
    return alerts_named(name, which.kind, by=by).defer("search_words").first()


def must_find(name: str, which: Which, *, by: Actor) -> Alert:
    """Return the alert. Raises Refused when there is none that the actor sees."""
    alert = alert_named(name, which, by=by)
    if alert is None:
        raise Refused(404, f"Alert with {which.kind} [{name[:512]}] does not exist.")
    return alert
