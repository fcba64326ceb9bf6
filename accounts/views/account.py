"""The general settings."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from accounts import self_check
from accounts.actions.account import update_account
from accounts.forms.account import AccountForm
from accounts.http import Request
from accounts.permissions import can_configure, can_see_configuration, require
from accounts.views.dialogs import show_or_send
from common.forms import carry_out
from common.pages import done, invalid, page
from common.policy import signed_in

TEMPLATE = "accounts/account.html"


@signed_in
@show_or_send
def account(request: Request) -> HttpResponse:
    """The organisation's name and defaults, and how this installation is doing."""
    require(can_see_configuration(request.actor))
    form = AccountForm.of(request.account)
    if request.method == "POST":
        require(can_configure(request.actor))
        form = AccountForm(request.POST)
        account, by = request.account, request.actor
        carry_out(form, lambda: update_account(account, by=by, **form.cleaned_data))
        if form.is_valid():
            return done(request, "Settings saved.", "accounts:account")
        return invalid(request, TEMPLATE, _context(request, form))
    return page(request, TEMPLATE, _context(request, form))


def _context(request: Request, form: AccountForm) -> dict[str, Any]:
    findings = self_check.findings(timezone.now())
    return {
        "form": form,
        "may_edit": can_configure(request.actor),
        "findings": findings,
        "lacking": sum(not finding.is_well for finding in findings),
        "database": self_check.database(),
        "public_url": settings.PUBLIC_URL,
        "server_time": timezone.now(),
        "nav": "settings",
    }
