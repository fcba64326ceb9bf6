"""How a change of an alert becomes a call, and what is kept of the request.

The work is done before the answer is given, so asking for the request finds the result at once.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from ninja import Query

from accounts.actors import Actor
from alerts import log
from alerts.actions import content
from alerts.models import Alert, AlertRequest
from api import wire
from api.auth import key_of, require_write
from api.v2 import schemas
from api.v2.alert_finding import alert_named
from api.v2.router import router
from api.v2.schemas import Said, Which
from api.wire import ApiRequest

NO_ALERT = "Alert does not exist"
NOTHING = Said()  # for calls whose body may be left out
ANSWERS = {202: schemas.Accepted, 422: schemas.Refusal}
type Change = Callable[[Alert, Any, Actor], object]


def act(
    request: ApiRequest, name: str, identifier: str, which: Which, said: Said, change: Change
) -> HttpResponse:
    """Change an alert as a script asks, with the note it may bring. Raises PermissionDenied."""
    require_write(request.actor)
    request.actor = log.speaking_for(request.actor, said.user)

    def change_and_note(alert: Alert, by: Actor) -> None:
        change(alert, said, by)
        if said.note and not isinstance(said, schemas.NoteIn):
            content.add_note(alert, said.note, by=by)

    alert = alert_named(identifier, which, by=request.actor)
    return carry_out(request, name, alert, change_and_note)


def carry_out(
    request: ApiRequest, name: str, alert: Alert | None, change: Callable[[Alert, Actor], object]
) -> HttpResponse:
    """Change an alert, if there is one, and keep what became of the request."""
    status, done = NO_ALERT, False
    if alert:
        try:
            with transaction.atomic():
                change(alert, request.actor)
            status, done = "Processed", True
        except ValidationError as problem:
            status = " ".join(problem.messages)[:200]
    AlertRequest.objects.create(
        id=request.request_id,
        api_key=key_of(request),
        action=name,
        is_success=done,
        status=status,
        alert_id=alert.pk if alert else None,
        alias=alert.alias if alert else "",
    )
    return wire.accepted(request)


def action(
    path: str, name: str, body: type[Said] = Said, *methods: str
) -> Callable[[Change], Change]:
    """Make a function (alert, what was sent, by) the call of a path below the alert's."""

    def register(change: Change) -> Change:
        def view(
            request: ApiRequest, identifier: str, which: Query[Which], said: Any
        ) -> HttpResponse:
            return act(request, name, identifier, which, said, change)

        view.__name__ = f"alert_{change.__name__}"
        view.__doc__, view.__module__ = change.__doc__, change.__module__
        view.__annotations__["said"] = body
        view.__defaults__ = (NOTHING,) if body is Said else ()
        router.api_operation(
            list(methods or ["POST"]),
            f"/alerts/{{path:identifier}}/{path}",
            response=ANSWERS,
            url_name=view.__name__,
        )(view)
        return change

    return register
