"""The same answers by bare Django views: the ORM and msgspec, no middleware, no key."""

from typing import Any

import django
import msgspec
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

django.setup()

from accounts.models import User  # noqa: E402  models need the set-up
from teams.models import Membership, Team  # noqa: E402

ROLES = dict(User.Role.choices)
COLUMNS = (
    *("created_at", "role", "custom_role__name", "is_blocked", "skype_username", "time_zone"),
    *("is_verified", "id", "full_name", "locale", "username"),
)
_write = msgspec.json.Encoder().encode


def users(request: HttpRequest) -> HttpResponse:
    """A page of all people."""
    limit = int(request.GET["limit"])
    people = User.objects.order_by("username", "pk").values_list(*COLUMNS)[:limit]
    return _json({"users": [_user(*row) for row in people]})


def team(request: HttpRequest) -> HttpResponse:
    """A team with its members."""
    found = Team.objects.only("id", "name", "description").get(pk=request.GET["id"])
    members = Membership.objects.filter(team=found).order_by("joined_at", "pk")
    rows = members.values_list("user__username", "role")
    said = {"id": found.pk, "name": found.name, "description": found.description}
    return _json(said | {"members": [{"user": user, "role": role} for user, role in rows]})


def _user(
    created_at: Any, role: str, custom: str | None, blocked: bool, skype: str, zone: str,
    verified: bool, pk: Any, full_name: str, locale: str, username: str,
) -> dict[str, Any]:  # fmt: skip
    return {
        "createdAt": round(created_at.timestamp() * 1000),
        "role": custom or ROLES[role],
        "blocked": blocked,
        "skypeUsername": skype,
        "timezone": zone,
        "verified": verified,
        "id": pk,
        "fullname": full_name,
        "locale": locale,
        "username": username,
    }


def _json(said: Any) -> HttpResponse:
    return HttpResponse(_write(said), content_type="application/json")


urlpatterns = [
    path("v1.2/json/user", users),
    path("v1/json/team", team),
    path("healthz", lambda request: _json({})),  # by which one sees that it answers
]
settings.MIDDLEWARE, settings.ROOT_URLCONF = [], __name__
application = WSGIHandler()
