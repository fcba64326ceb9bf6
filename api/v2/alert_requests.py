"""What became of a request, for who asks by its id."""

from uuid import UUID

from django.http import HttpResponse

from alerts.models import AlertRequest
from api import wire
from api.auth import require_read
from api.errors import Refused
from api.v2 import alert_schemas
from api.v2.router import router
from api.wire import ApiRequest


@router.get(
    "/alerts/requests/{request_id}",
    response=alert_schemas.RequestStatus,
    url_name="alert_request",
)
def request_status(request: ApiRequest, request_id: str) -> HttpResponse:
    """Say what became of a request. One that is not known is taken for not processed yet."""
    require_read(request.actor)
    done = _request_of(request, request_id)
    if done is None:
        problem = Refused(404, "Request not found. It might not be processed, yet.")
        problem.headers["X-Opsgenie-Errortype"] = "RequestNotProcessed"
        raise problem
    found = {
        "success": done.is_success,
        "isSuccess": done.is_success,
        "action": done.action,
        "processedAt": wire.moment(done.at),
        "integrationId": done.api_key_id,
        "status": done.status,
        "alertId": str(done.alert_id or ""),
        "alias": done.alias,
    }
    return wire.data(request, found)


def _request_of(request: ApiRequest, request_id: str) -> AlertRequest | None:
    requests = AlertRequest.objects.all()
    if not request.actor.runs_the_account:
        requests = requests.filter(api_key=request.actor.api_key)
    try:
        return requests.filter(pk=UUID(request_id)).first()
    except ValueError:
        return None
