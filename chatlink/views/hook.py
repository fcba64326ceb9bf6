"""Where chat systems send what is said to them."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.http import Request
from chatlink import hooks
from chatlink.messages import RawRequest
from chatlink.models import Integration
from common.http import is_longer_than
from common.policy import open_to_all

LARGEST = 1024 * 1024  # bytes


@open_to_all("each request proves by a signature or secret which chat system it comes from")
@csrf_exempt
@require_POST
@never_cache
def hook(request: Request, integration_id: UUID) -> HttpResponse:
    """Answer what a chat system sends to one of the integrations."""
    if is_longer_than(request, LARGEST):
        return JsonResponse({}, status=413)
    found = Integration.objects.select_related("chat_team", "team").filter(pk=integration_id)
    integration = found.first()
    if integration is None:
        return JsonResponse({}, status=404)
    raw = RawRequest(
        method=request.method or "",
        headers={name.lower(): value for name, value in request.headers.items()},
        query=request.GET.dict(),
        body=request.body,
    )
    outcome = hooks.take(integration, raw, now=timezone.now())
    return JsonResponse(outcome.body, status=outcome.status)
