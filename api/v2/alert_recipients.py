"""Who was told of an alert."""

from typing import Any

from django.http import HttpResponse
from ninja import Query

from alerts.models import Notification
from api import wire
from api.alerts import last_told
from api.auth import require_read
from api.v2 import alert_schemas
from api.v2.alert_finding import must_find
from api.v2.router import router
from api.v2.schemas import Which
from api.wire import ApiRequest


@router.get(
    "/alerts/{path:identifier}/recipients",
    response=alert_schemas.Recipients,
    url_name="alert_recipients",
)
def alert_recipients(request: ApiRequest, identifier: str, which: Query[Which]) -> HttpResponse:
    """List who was told of an alert: of each person what was sent last."""
    require_read(request.actor)
    alert = must_find(identifier, which, by=request.actor)
    rows = last_told(alert.pk).select_related("user").defer("user__search_words")
    return wire.data(request, [_recipient(row) for row in rows])


def _recipient(row: Notification) -> dict[str, Any]:
    return {
        "user": {"id": row.user_id, "username": row.user.username},
        "state": row.state,
        "method": row.method,
        "createdAt": wire.moment(row.created_at),
        "updatedAt": wire.moment(row.sent_at or row.created_at),
    }
