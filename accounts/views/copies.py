"""Copying notification rules: form, preview, start, result, undo. Looking changes nothing."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from accounts import copying
from accounts.actions.copies import start_copy, undo_copy
from accounts.actions.copy_runs import REACHED
from accounts.copy_preview import preview
from accounts.forms.copies import CopyForm
from accounts.http import Request
from accounts.models import RuleCopy, RuleCopyTarget, User
from accounts.permissions import can_manage_account, require
from accounts.views.person import find_person, home_of
from common.folding import Folded
from common.forms import carry_out
from common.options import options
from common.pages import done, page
from common.paging import Sort, paginate
from common.policy import runs_the_account, signed_in
from common.text import one_line

State, Outcome = RuleCopy.State, RuleCopyTarget.Outcome
BY_NAME = Sort("name", Folded("user__full_name"))
EARLIER = 5  # copyings


@signed_in
@require_safe
def copy_new(request: Request, pk: UUID) -> HttpResponse:
    """Choose the rules and the people. All of it stands in the URL."""
    source = _source(request, pk)
    form = CopyForm(request.GET, source=source)
    is_added = form.is_valid() and bool(form.cleaned_data["add"])
    return _form_page(request, source, form, refused="add" in form.errors, is_added=is_added)


@signed_in
@require_safe
def copy_preview(request: Request, pk: UUID) -> HttpResponse:
    """Say who would get what, who would not, and why."""
    source = _source(request, pk)
    form = CopyForm(request.GET, source=source)
    if form.is_valid() and not form.targets:
        form.add_error("add", "Add at least one person, group or team.")
    if not form.is_valid():
        return _form_page(request, source, form, refused=True)
    actions = form.cleaned_data["action"]
    context = {
        "person": source,
        "form": form,
        "actions": actions,
        "preview": preview(source, form.targets, actions, by=request.actor),
        "nav": "people",
    }
    return page(request, "accounts/copy_preview.html", context)


@signed_in
@require_POST
def copy_start(request: Request, pk: UUID) -> HttpResponse:
    """Queue the copying and go to where its progress is."""
    source = _source(request, pk)
    form = CopyForm(request.POST, source=source)
    copy = carry_out(form, lambda: _start(request, source, form))
    if copy:
        return done(request, "", "accounts:copy", copy.pk)
    return _form_page(request, source, form, refused=True)


def _start(request: Request, source: User, form: CopyForm) -> RuleCopy:
    actions = form.cleaned_data["action"]
    return start_copy(source, targets=form.targets, actions=actions, by=request.actor)


@runs_the_account
@require_safe
def copy_suggest(request: Request) -> HttpResponse:
    """Suggest people, groups and teams for what was typed."""
    typed = one_line(request.GET.get("add", ""), 200)
    found = copying.suggestions(typed) if typed else []
    rows = [(target.typed, target.name, target.detail) for target in found]
    return options(request, rows, typed=typed)


@runs_the_account
@require_safe
def copy(request: Request, copy_pk: UUID) -> HttpResponse:
    """Show how far a copying is, what became of each person, and why."""
    return _result(request, _find(request, copy_pk))


@runs_the_account
@require_POST
def copy_undo(request: Request, copy_pk: UUID) -> HttpResponse:
    """Queue the undoing of a copying."""
    found = _find(request, copy_pk)
    try:
        undo_copy(found, by=request.actor)
    except ValidationError as problem:
        return _result(request, found, problem=" ".join(problem.messages))
    return done(request, "", "accounts:copy", copy_pk)


def _result(request: Request, found: RuleCopy, *, problem: str = "") -> HttpResponse:
    targets = found.targets.select_related("user").defer("user__search_words", "before")
    outcome = request.GET.get("outcome", "")
    if outcome in Outcome.values:
        targets = targets.filter(outcome=outcome)
    context = _progress(found) | {
        "page": paginate(targets, sort=BY_NAME, cursor=request.GET.get("cursor", "")),
        "outcome": outcome,
        "problem": problem,
        "nav": "people",
    }
    status = 422 if problem else 200
    return page(request, "accounts/copy.html", context, part="copy-result", status=status)


def _progress(copy: RuleCopy) -> dict[str, Any]:
    counts = dict(copy.targets.values_list("outcome").annotate(Count("pk")))
    total = sum(counts.values())
    reached = sum(counts.get(outcome, 0) for outcome in REACHED)
    left = reached if copy.state == State.UNDOING else counts.get(Outcome.WAITING, 0)
    return {
        "copy": copy,
        "person": copy.source,
        "counts": [
            (name, label, counts[name]) for name, label in Outcome.choices if counts.get(name)
        ],
        "total": total,
        "finished": total - left,
        "is_running": copy.state in (State.QUEUED, State.RUNNING, State.UNDOING),
        "can_undo": copy.state == State.DONE and reached > 0,
    }


def _form_page(
    request: Request, source: User, form: CopyForm, *, refused: bool, is_added: bool = False
) -> HttpResponse:
    context = {
        "person": source,
        "form": form,
        "is_added": is_added,
        "back": home_of(request, source),
        "earlier": source.rule_copies.annotate(people=Count("targets"))[:EARLIER],
        "nav": "people",
    }
    return page(request, "accounts/copy_new.html", context, status=422 if refused else 200)


def _source(request: Request, pk: UUID) -> User:
    person = find_person(request, pk)
    require(can_manage_account(request.actor))
    return person


def _find(request: Request, copy_pk: UUID) -> RuleCopy:
    copies = RuleCopy.objects.select_related("source")
    found: RuleCopy = get_object_or_404(copies, pk=copy_pk)
    return found
