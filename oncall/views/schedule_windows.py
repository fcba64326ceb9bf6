"""Time windows, drawn anew while somebody edits them."""

import re

from django import forms
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.http import Request
from common.pages import page
from common.policy import signed_in
from oncall.forms.windows import WindowsField


@signed_in
@require_safe
def windows(request: Request) -> HttpResponse:
    """Draw the windows of the field that the address names, as they were typed in it."""
    name = request.GET.get("field", "")
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", name):
        raise Http404("No field")
    form = type("WindowsForm", (forms.Form,), {name: WindowsField()})(request.GET)
    form.errors.clear()  # nothing is wrong while it is being typed
    return page(request, "oncall/windows.html", {"form": form})
