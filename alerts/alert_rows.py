"""The rows of the list of alerts, as text."""

from collections.abc import Collection
from datetime import datetime

from django.utils.safestring import SafeString

from alerts.models import Alert
from alerts.states import priority_tone, state_of, teams_of
from common.drawing import Pattern, drawn
from common.templatetags.ui import icon, when

FILE = "alerts/rows/alert.html"
ROW, BOX = Pattern(f"{FILE}#row"), Pattern(f"{FILE}#box")
ACTS = {name: Pattern(f"{FILE}#{name}") for name in ("acknowledge", "unacknowledge", "close")}
TAGS_SHOWN = 3


def alert_row(
    alert: Alert, now: datetime, may: Collection[str], *, matches: bool = True
) -> SafeString:
    """Write the row of an alert; its menu has the answers that one `may` give.

    One that no longer `matches` the list only takes its old place.
    """
    state = state_of(alert, now)
    teams = ", ".join(teams_of(alert))
    pk, number = str(alert.pk), str(alert.tiny_id)
    return ROW.fill(
        id=pk,
        number=number,
        box=BOX.fill(id=pk, number=number, message=alert.message) if may else "",
        matches="yes" if matches else "no",
        over="" if state.wants_somebody else "is-calm",
        priority=f"P{alert.priority}",
        priority_tone=priority_tone(alert.priority) if alert.is_open else "",
        message=alert.message,
        about=_about(alert),
        state=state.words,
        tone=state.tone,
        icon=icon(state.icon),
        teams=teams or drawn(f"{FILE}#no-team"),
        at=when(alert.created_at),
        acts=_acts(alert, may),
    )


def _about(alert: Alert) -> str:
    """What stands beside its number: how often it came, from where, its tags."""
    tags = ", ".join(alert.tags[:TAGS_SHOWN]) + (" …" if len(alert.tags) > TAGS_SHOWN else "")
    count = f"{alert.count:,} times" if alert.count > 1 else ""
    return "".join(f" · {text}" for text in (count, alert.source, tags) if text)


def _acts(alert: Alert, may: Collection[str]) -> SafeString:
    if not alert.is_open:
        return SafeString("")
    acts = ("unacknowledge" if alert.is_acknowledged else "acknowledge", "close")
    return SafeString("".join(ACTS[act].fill(id=str(alert.pk)) for act in acts if act in may))
