"""The rows of the list of alerts, as text."""

from datetime import datetime

from django.utils.safestring import SafeString

from alerts.models import Alert
from alerts.states import priority_tone, state_of, teams_of
from common.drawing import Pattern, drawn
from common.templatetags.ui import icon, when

FILE = "alerts/rows/alert.html"
ROW, COUNT, ACKNOWLEDGE, UNACKNOWLEDGE, CLOSE = (
    Pattern(f"{FILE}#{name}") for name in ("row", "count", "acknowledge", "unacknowledge", "close")
)


def alert_row(alert: Alert, now: datetime, *, matches: bool = True) -> SafeString:
    """Write the row of an alert. One that no longer `matches` the list only takes its old place."""
    state = state_of(alert, now)
    teams = ", ".join(teams_of(alert))
    return ROW.fill(
        id=str(alert.pk),
        number=str(alert.tiny_id),
        matches="yes" if matches else "no",
        over="" if alert.is_open else "is-over",
        priority=f"P{alert.priority}",
        priority_tone=priority_tone(alert.priority),
        message=alert.message,
        source=f" · {alert.source}" if alert.source else "",
        tags=f" · {', '.join(alert.tags[:3])}" if alert.tags else "",
        state=state.words,
        tone=state.tone,
        icon=icon(state.icon),
        teams=teams or drawn(f"{FILE}#no-team"),
        count=COUNT.fill(count=f"{alert.count:,}") if alert.count > 1 else "",
        at=when(alert.created_at),
        acts=_acts(alert),
    )


def _acts(alert: Alert) -> SafeString:
    if not alert.is_open:
        return SafeString("")
    first = UNACKNOWLEDGE if alert.is_acknowledged else ACKNOWLEDGE
    return SafeString(first.fill(id=str(alert.pk)) + CLOSE.fill(id=str(alert.pk)))
