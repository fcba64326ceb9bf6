"""How a call of the v1 API changes an alert."""

from collections.abc import Callable

from django.db import transaction

from accounts.actors import Actor
from alerts import log
from alerts.actions import content
from alerts.models import Alert
from api.v1.alert_answers import Acted, took
from api.v1.alert_asking import Changing, alert_of
from api.wire import ApiRequest

type Change = Callable[[Alert, Actor], object]


def nothing(alert: Alert, by: Actor) -> None:
    """Change nothing: the note alone is meant."""


@transaction.atomic
def carry_out(request: ApiRequest, asked: Changing, change: Change = nothing) -> Acted:
    """Change the alert that is meant, and note what came with it. All of it or nothing."""
    by = log.speaking_for(request.actor, asked.user)
    alert = alert_of(asked, by=by)
    change(alert, by)
    if asked.note:
        content.add_note(alert, asked.note, by=by)
    return Acted(took=took(request))
