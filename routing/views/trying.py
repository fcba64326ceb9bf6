"""Trying an alert: what would happen to it, and why."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from accounts.http import Request
from accounts.views.dialogs import show_or_send
from common.pages import page
from common.policy import signed_in
from routing.forms.trying import TryForm
from routing.trials import try_alert
from routing.views.common import TAB
from teams.views.common import team_context, team_or_404


@signed_in
@show_or_send
def rule_try(request: Request, team_id: UUID) -> HttpResponse:
    """Show which rule would take an alert, and who would be told; nobody is."""
    team, now = team_or_404(request, team_id), timezone.now()
    if request.method == "POST":
        form = TryForm(request.POST, team=team, by=request.actor, auto_id="try_%s")
    else:
        asked = TryForm.of_sample(team, request.actor, request.GET.get("sample", ""))
        form = asked or TryForm.fresh(team, request.actor, now)
    context = team_context(request, team, TAB, form=form)
    if form.is_valid():
        at = form.cleaned_data["at"]
        is_now = at is None or abs((at - now).total_seconds()) < 120
        context["trial"] = try_alert(team, form.facts, now if is_now else at, is_now=is_now)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return page(request, "routing/try.html", context, part="try", status=status)
