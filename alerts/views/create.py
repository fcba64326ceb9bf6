"""Making an alert by hand."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone

from accounts.http import Request
from accounts.permissions import require
from accounts.views.dialogs import sent, show_or_send
from alerts import responders
from alerts.forms.words import CreateForm
from alerts.intake import Taken, take_in
from alerts.limits import NewAlert
from alerts.permissions import can_create
from common.forms import carry_out
from common.pages import done, invalid, page
from common.policy import signed_in

PAGE = "alerts/new.html"


@signed_in
@show_or_send
def alert_new(request: Request) -> HttpResponse:
    """Ask what is the matter and whom to tell, and create the alert."""
    require(can_create(request.actor))
    form = CreateForm(sent(request), initial={"priority": 3})
    taken = carry_out(form, lambda: _create(request, form))
    if taken:
        return done(request, f"Created #{taken.tiny_id}.", "alerts:alert", taken.alert_id)
    show = invalid if form.is_bound else page
    return show(request, PAGE, {"nav": "alerts", "form": form}, part="alert-form")


def _create(request: Request, form: CreateForm) -> Taken:
    """Take the alert in. Raises ValidationError for a responder that isn't there."""
    named, asked = form.responder_names, form.cleaned_data
    pairs = zip(named, responders.find(named), strict=True)
    if unknown := [one.name for one, found in pairs if found is None]:
        raise ValidationError({"responders": f"There is no team or person “{unknown[0]}”."})
    new = NewAlert(
        message=asked["message"],
        description=asked["description"],
        priority=asked["priority"],
        tags=tuple(asked["tags"]),
        responders=tuple(named),
        source=request.actor.user.username if request.actor.user else "",
    )
    return take_in(new, by=request.actor, now=timezone.now())
