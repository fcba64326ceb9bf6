"""Answering an alert with one press: acknowledging, closing, taking it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.http import Request
from alerts.actions import answers, ownership
from alerts.models import Alert
from alerts.views.common import alert_or_404, back
from common.policy import signed_in


@signed_in
@require_POST
def alert_acknowledge(request: Request, alert_id: UUID) -> HttpResponse:
    """Say that one is on it."""
    return _answer(request, alert_id, answers.acknowledge, "Acknowledged #{}.")


@signed_in
@require_POST
def alert_unacknowledge(request: Request, alert_id: UUID) -> HttpResponse:
    """Take the acknowledgement back."""
    return _answer(request, alert_id, answers.unacknowledge, "#{} waits for somebody again.")


@signed_in
@require_POST
def alert_close(request: Request, alert_id: UUID) -> HttpResponse:
    """Say that it is over."""
    return _answer(request, alert_id, answers.close, "Closed #{}.")


@signed_in
@require_POST
def alert_own(request: Request, alert_id: UUID) -> HttpResponse:
    """Make oneself the owner."""
    return _answer(request, alert_id, ownership.take_ownership, "#{} is yours.")


def _answer(
    request: Request, alert_id: UUID, act: Callable[..., object], words: str
) -> HttpResponse:
    """Act; who was not the first to do so is told who was."""
    alert: Alert = alert_or_404(request, alert_id)
    try:
        act(alert, by=request.actor)
    except ValidationError as problem:
        messages.warning(request, " ".join(problem.messages))
        return back(request, alert, "")
    return back(request, alert, words.format(alert.tiny_id))
