"""What can be taken away from an alert, and the alert itself. All answer 202, like other changes.

DELETE has no body: who asks, and what shall go, stand in the address.
"""

from django.http import HttpResponse
from ninja import Query, Schema

from alerts import log
from alerts.actions import content
from alerts.actions.removal import delete_alert
from api.auth import require_delete, require_write
from api.errors import unprocessable
from api.v2.alert_acting import ANSWERS, carry_out
from api.v2.alert_finding import alert_named
from api.v2.router import router
from api.v2.schemas import Which
from api.wire import ApiRequest


class By(Schema):
    """Who asks for it."""

    user: str = ""
    note: str = ""
    source: str = ""


class Tags(By):
    """Which tags: tags=a,b and tags=a&tags=b name the same."""

    tags: str


class Keys(By):
    """Which details: keys=a,b and keys=a&keys=b name the same."""

    keys: str


@router.delete("/alerts/{path:identifier}/tags", response=ANSWERS, url_name="alert_add_tags")
def alert_remove_tags(
    request: ApiRequest, identifier: str, which: Query[Which], said: Query[Tags]
) -> HttpResponse:
    """Remove tags from an alert."""
    require_write(request.actor)
    request.actor = log.speaking_for(request.actor, said.user)
    gone = _split(request, "tags")
    alert = alert_named(identifier, which, by=request.actor)
    return carry_out(
        request, "RemoveTags", alert, lambda alert, by: content.remove_tags(alert, gone, by=by)
    )


@router.delete("/alerts/{path:identifier}/details", response=ANSWERS, url_name="alert_add_details")
def alert_remove_details(
    request: ApiRequest, identifier: str, which: Query[Which], said: Query[Keys]
) -> HttpResponse:
    """Remove details from an alert, by their keys."""
    require_write(request.actor)
    request.actor = log.speaking_for(request.actor, said.user)
    gone = _split(request, "keys")
    alert = alert_named(identifier, which, by=request.actor)
    return carry_out(
        request,
        "RemoveDetails",
        alert,
        lambda alert, by: content.remove_details(alert, gone, by=by),
    )


@router.delete("/alerts/{path:identifier}", response=ANSWERS, url_name="alert")
def alert_delete(
    request: ApiRequest, identifier: str, which: Query[Which], said: Query[By]
) -> HttpResponse:
    """Delete an alert."""
    require_delete(request.actor)
    request.actor = log.speaking_for(request.actor, said.user)
    alert = alert_named(identifier, which, by=request.actor)
    return carry_out(request, "Delete", alert, lambda alert, by: delete_alert(alert, by=by))


def _split(request: ApiRequest, name: str) -> list[str]:
    values = request.GET.getlist(name)
    words = [word.strip() for value in values for word in value.split(",") if word.strip()]
    if not words:
        raise unprocessable(**{name: "can not be empty"})
    return words
