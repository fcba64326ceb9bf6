"""API keys."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.actions.keys import create_key, revoke_key
from accounts.forms.keys import KeyForm
from accounts.http import Request
from accounts.key_rows import key_row
from accounts.models import ApiKey
from accounts.views.dialogs import show_or_send
from common.forms import add_problem
from common.options import options
from common.pages import done, invalid, page
from common.paging import Sort, paginate
from common.policy import runs_the_account

BY_NAME = Sort("name", Lower("name"))
NEW = "accounts/api_key_new.html"


@runs_the_account
@require_safe
def api_keys(request: Request) -> HttpResponse:
    """List the keys that work."""
    keys = ApiKey.objects.visible_to(request.actor).in_force().select_related("team")
    found = paginate(keys, sort=BY_NAME, cursor=request.GET.get("cursor", ""))
    context = {"page": found, "rows": map(key_row, found.rows), "nav": "settings"}
    return page(request, "accounts/api_keys.html", context, part="key-list")


@runs_the_account
@never_cache
@show_or_send
def api_key_new(request: Request) -> HttpResponse:
    """Make a key and show it, once: the answer to this very request is the only place it is in."""
    form = KeyForm(request.POST) if request.method == "POST" else KeyForm()
    context: dict[str, Any] = {"form": form, "nav": "settings"}
    if not form.is_bound:
        return page(request, NEW, context, part="card")
    if form.is_valid():
        name, team = form.cleaned_data["name"], form.cleaned_data["team"]
        try:
            context["made"] = create_key(name, team=team, access=form.access, by=request.actor)
            return page(request, NEW, context, part="card")
        except PermissionDenied as problem:
            form.add_error("may_configure", str(problem))
        except ValidationError as problem:
            add_problem(form, problem)
    return invalid(request, NEW, context, part="card")


@runs_the_account
@require_safe
def api_key_teams(request: Request) -> HttpResponse:
    """Suggest teams for what was typed."""
    names = KeyForm().teams.suggestions(request.GET.get("team", ""))
    return options(request, [(name, name, "") for name in names])


@runs_the_account
@show_or_send
def api_key_revoke(request: Request, key_id: UUID) -> HttpResponse:
    """Say what stops working, and stop it."""
    keys = ApiKey.objects.visible_to(request.actor).in_force().select_related("team")
    key = get_object_or_404(keys, pk=key_id)
    if request.method == "POST":
        revoke_key(key, by=request.actor)
        return done(request, f"API key {key.name} revoked.", "accounts:api_keys")
    context = {"key": key, "nav": "settings"}
    return page(request, "accounts/api_key_revoke.html", context, part="dialog")
