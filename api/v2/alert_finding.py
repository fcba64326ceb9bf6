"""Which alert a request means: by id, alias or short number."""

from uuid import UUID

from django.db.models import Case, Q, When

from accounts.actors import Actor
from alerts.limits import ALIAS, text_of
from alerts.models import Alert
from api.errors import Refused
from api.v2.schemas import Which

LONGEST_NUMBER = 19  # digits: less than 2**63


def alert_named(name: str, which: Which, *, by: Actor) -> Alert | None:
    """Return the alert if the actor sees it. Of one alias the open one, else the latest.

    Of several that are open, a key means the one that it sent itself, or another of its team.
    """
    alerts = Alert.objects.visible_to(by).defer("search_words")
    if which.kind == "alias":
        found = alerts.filter(alias=text_of(name, ALIAS))
        own = Q(scope=by.api_key.team_id if by.api_key else None)
        first = Case(When(own, then=0), default=1)
        return found.order_by("-status", first, "-created_at").first()
    if which.kind == "tiny":
        is_number = name.isdecimal() and len(name) < LONGEST_NUMBER
        return alerts.filter(tiny_id=int(name)).first() if is_number else None
    try:
        return alerts.filter(pk=UUID(name)).first()
    except ValueError:
        return None


def must_find(name: str, which: Which, *, by: Actor) -> Alert:
    """Return the alert. Raises Refused when there is none that the actor sees."""
    alert = alert_named(name, which, by=by)
    if alert is None:
        raise Refused(404, f"Alert with {which.kind} [{name[:512]}] does not exist.")
    return alert
