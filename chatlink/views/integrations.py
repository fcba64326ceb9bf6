"""Chat integrations: the list, one, adding, changing and removing it."""

from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.http import Request
from accounts.views.dialogs import sent, show_or_send
from chatlink.actions import integrations as actions
from chatlink.actions.integrations import NewIntegration
from chatlink.adapters import ADAPTERS
from chatlink.forms import ChannelsForm, IntegrationForm
from chatlink.messages import DISCONTINUED
from chatlink.models import Integration
from chatlink.reading import integration_rows, kinds_to_add
from chatlink.set_up import TEAM_IDS, first_steps, problem_of, set_up_of
from chatlink.trying import send_test
from common.forms import carry_out
from common.pages import done, invalid, page
from common.policy import runs_the_account

NEW, ONE = "chatlink/integration_new.html", "chatlink/integration.html"
REMOVE = "chatlink/integration_remove.html"


@runs_the_account
@require_safe
def integrations(request: Request) -> HttpResponse:
    """List the integrations, and what can be added."""
    context = {
        "rows": integration_rows(request.actor),
        "kinds": kinds_to_add(),
        "nav": "settings",
    }
    return page(request, "chatlink/integrations.html", context)


@runs_the_account
@show_or_send
@never_cache
def integration_new(request: Request, adapter: str) -> HttpResponse:
    """Add an integration of a chat system."""
    if adapter not in ADAPTERS:
        raise Http404
    form = IntegrationForm(adapter, sent(request))
    form.fields["chat_team_id"].help_text = TEAM_IDS[adapter]
    context = {
        "form": form,
        "steps": first_steps(adapter),
        "problem": problem_of(adapter),
        "adapter": ADAPTERS[adapter],
        "is_discontinued": ADAPTERS[adapter].kind in DISCONTINUED,
        "nav": "settings",
    }
    if not form.is_bound:
        return page(request, NEW, context)
    made = carry_out(form, lambda: actions.add_integration(_new(form), by=request.actor))
    if made:
        return done(request, _added(made), "chatlink:integration", made.pk)
    return invalid(request, NEW, context)


@runs_the_account
@show_or_send
def integration(request: Request, integration_id: UUID) -> HttpResponse:
    """Show how an integration is set up and doing, and change it."""
    found = _found(request, integration_id)
    form = IntegrationForm(found.adapter, sent(request), of=found)
    context = _context(found) | {"form": form}
    if not form.is_bound:
        return page(request, ONE, context)
    changed = carry_out(
        form,
        lambda: actions.change_integration(
            found, secrets=form.secrets, by=request.actor, **form.options
        ),
    )
    if changed:
        return done(request, f"{changed.name} saved.", "chatlink:integration", found.pk)
    return invalid(request, ONE, context)


@runs_the_account
@require_POST
def integration_channels(request: Request, integration_id: UUID) -> HttpResponse:
    """Choose the channels that alerts are posted to."""
    found, form = _found(request, integration_id), ChannelsForm(request.POST)
    if carry_out(form, partial(_choose, request, found, form)):
        return done(request, "Channels saved.", "chatlink:integration", found.pk)
    return invalid(request, ONE, _context(found) | {"channels": form})


@runs_the_account
@require_POST
def integration_test(request: Request, integration_id: UUID) -> HttpResponse:
    """Keep the channels, post a test message to each, and say what became of it."""
    found, form = _found(request, integration_id), ChannelsForm(request.POST)
    if not carry_out(form, partial(_choose, request, found, form)):
        return invalid(request, ONE, _context(found) | {"channels": form})
    context = _context(found) | {"outcomes": send_test(found), "was_tested": True}
    return page(request, ONE, context)


@runs_the_account
@show_or_send
def integration_remove(request: Request, integration_id: UUID) -> HttpResponse:
    """Say what stays, and remove an integration."""
    found = _found(request, integration_id)
    if request.method == "POST":
        actions.remove_integration(found, by=request.actor)
        return done(request, f"Integration {found.name} removed.", "chatlink:integrations")
    return page(request, REMOVE, _context(found), part="dialog")


def _found(request: Request, integration_id: UUID) -> Integration:
    seen = Integration.objects.visible_to(request.actor).select_related("team", "chat_team")
    return get_object_or_404(seen, pk=integration_id)


def _choose(request: Request, found: Integration, form: ChannelsForm) -> Integration:
    actions.set_channels(found, form.ids, by=request.actor)
    return found


def _new(form: IntegrationForm) -> NewIntegration:
    return NewIntegration(
        adapter=form.adapter.name,
        chat_team_id=form.cleaned_data["chat_team_id"],
        team=form.cleaned_data["team"],
        secrets=form.secrets,
        **form.options,
    )


def _added(made: Integration) -> str:
    active = made.chat_team.accounts.count() if made.chat_team else 0
    if not active:
        return f"Integration {made.name} added."
    one = "1 chat account works" if active == 1 else f"{active} chat accounts work"
    return f"Integration {made.name} added. {one} again."


def _connected_people(found: Integration) -> str:
    """The address of the list of who is connected in an integration's chat team."""
    team = found.chat_team.external_id.replace('"', "") if found.chat_team else ""
    term = f'chat:"{team}"'
    return f"{reverse('accounts:people')}?{urlencode({'q': term})}"


def _context(found: Integration) -> dict[str, object]:
    adapter = ADAPTERS[found.adapter]
    return {
        "integration": found,
        "adapter": adapter,
        "is_discontinued": adapter.kind in DISCONTINUED,
        "set_up": set_up_of(found),
        "connected": _connected_people(found),
        "accounts": found.chat_team.accounts.count() if found.chat_team else 0,
        "form": IntegrationForm(found.adapter, of=found),
        "channels": ChannelsForm(initial={"channels": "\n".join(found.channels)}),
        "nav": "settings",
    }
