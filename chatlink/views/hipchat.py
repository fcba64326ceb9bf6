"""Where HipChat gets the descriptor of the add-on, and says that it was installed."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from chatlink.actions import installing
from chatlink.adapters import hipchat_install
from chatlink.errors import note_error
from chatlink.messages import Forged
from chatlink.models import Integration
from common.http import is_longer_than
from common.policy import open_to_all

WHY = "HipChat signs in nowhere: the address holds a key that only an integration's page shows"
LARGEST = 64 * 1024  # bytes


@open_to_all(WHY)
@require_safe
@never_cache
def hipchat_descriptor(request: Request, integration_id: UUID, key: str) -> HttpResponse:
    """Tell HipChat of the add-on."""
    found = _waiting(integration_id, key)
    own_url = installing.install_address(found)
    return JsonResponse(hipchat_install.descriptor(own_url, found.hook_url))


@open_to_all(WHY)
@csrf_exempt
@require_POST
@never_cache
def hipchat_installed(request: Request, integration_id: UUID, key: str) -> HttpResponse:
    """Take the credentials that HipChat gives the add-on."""
    found = _waiting(integration_id, key)
    if is_longer_than(request, LARGEST):
        return JsonResponse({}, status=413)
    try:
        installing.install(found, hipchat_install.read_installation(request.body))
    except (Forged, OSError, ValidationError) as problem:
        words = " ".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)
        note_error(found.pk, f"An installation was refused. {words}", now=timezone.now())
        return JsonResponse({}, status=403)
    return JsonResponse({})


@open_to_all(WHY)
@csrf_exempt
@require_http_methods(["DELETE"])
@never_cache
def hipchat_uninstalled(
    request: Request, integration_id: UUID, key: str, oauth_id: str
) -> HttpResponse:
    """Forget the credentials of an add-on that was removed in HipChat."""
    try:
        installing.uninstall(_found(integration_id, key), oauth_id)
    except ValidationError:
        raise Http404 from None
    return HttpResponse(status=204)


def _found(integration_id: UUID, key: str) -> Integration:
    if not hipchat_install.is_key(key, integration_id):
        raise Http404
    seen = Integration.objects.select_related("chat_team", "team")
    return get_object_or_404(seen, pk=integration_id, adapter="hipchat")


def _waiting(integration_id: UUID, key: str) -> Integration:
    """The integration, as long as no add-on was installed for it."""
    found = _found(integration_id, key)
    if not installing.is_waiting(found):
        raise Http404
    return found
