"""One alert."""

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query

from api import wire
from api.auth import require_read
from api.v2 import alert_rows, alert_schemas
from api.v2.alert_finding import must_find
from api.v2.router import router
from api.v2.schemas import Which
from api.wire import ApiRequest


@router.get("/alerts/{path:identifier}", response=alert_schemas.OneAlert, url_name="alert")
def alert_get(request: ApiRequest, identifier: str, which: Query[Which]) -> HttpResponse:
    """Get an alert."""
    require_read(request.actor)
    alert = must_find(identifier, which, by=request.actor)
    return wire.data(request, alert_rows.whole(alert.pk, timezone.now()))
