"""The wizard: what to know before, which site, what will happen. Its state is on the server."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.http import Request, oneself
from accounts.views.dialogs import sent, show_or_send
from common.forms import add_problem
from common.pages import done, page
from common.policy import runs_the_account
from migration import directories, preflight
from migration.actions import course
from migration.actions import wizard as actions
from migration.directory import SignInFirst
from migration.forms.wizard import BeginForm, SiteForm
from migration.models import SiteMigration
from migration.next_steps import said_by
from migration.offers import offer_of, words_about_name
from migration.review import review_of
from migration.steps import ORDER, is_behind
from migration.views.common import (
    as_it_is,
    is_over,
    is_stale,
    newest,
    opened,
    prepared,
    version_sent,
)

BEFORE, SITE, REVIEW = (f"migration/{name}.html" for name in ("before", "site", "review"))
Step = SiteMigration.Step
STARTED = "The migration has begun. You may close this page."


@runs_the_account
@require_safe
def wizard(request: Request) -> HttpResponse:
    """Lead to where the move stands."""
    found = newest(request)
    if found is None or found.state == SiteMigration.State.CANCELLED:
        return redirect("migration:before")
    if found.state == SiteMigration.State.PREPARING:
        return redirect(f"migration:{found.step}")
    return redirect("migration:status")


@runs_the_account
@show_or_send
def before(request: Request) -> HttpResponse:
    """What to know and to mend before one begins, and where the move goes to."""
    found = opened(request)
    has_started = bool(found and found.started_at)
    if has_started or is_over(request):
        return as_it_is(request) if request.method == "POST" else redirect("migration:status")
    form = BeginForm(sent(request), begun=found)
    if form.is_bound and form.is_valid():
        try:
            if found is None:
                found = actions.begin(form.cleaned_data["directory"], by=request.actor)
                version = found.version
            else:
                version = version_sent(request)
            actions.go_to(found, Step.SITE, version=version, by=request.actor)
        except ValidationError as problem:
            if is_stale(problem) or not found:
                return as_it_is(request)
            add_problem(form, problem)
        else:
            return done(request, "", "migration:site")
    return _shown(request, BEFORE, found, form=form)


@runs_the_account
@show_or_send
def site(request: Request) -> HttpResponse:
    """The sites linked with one's e-mail, and a new one."""
    found = prepared(request)
    if found is None:
        return as_it_is(request) if request.method == "POST" else redirect("migration:wizard")
    form = SiteForm(sent(request), of=found, by=request.actor)
    if form.is_bound and form.is_valid():
        try:
            _pick(request, found, form)
        except SignInFirst:
            return redirect("migration:site")
        except ValidationError as problem:
            if is_stale(problem):
                return as_it_is(request)
            add_problem(form, problem)
        else:
            return done(request, "", "migration:review")
    return _shown(request, SITE, found, form=form, offer=offer_of(found, oneself(request)))


def _pick(request: Request, found: SiteMigration, form: SiteForm) -> None:
    asked, version = form.cleaned_data, version_sent(request)
    if asked["site"] != form.NEW:
        actions.choose_site(found, asked["site"], version=version, by=request.actor)
        return
    names = {name: asked[name] for name in ("first_name", "last_name")}
    actions.create_site(found, asked["name"], version=version, by=request.actor, **names)


@runs_the_account
@require_safe
def site_name(request: Request) -> HttpResponse:
    """Say which address a new site would have, and whether its name is free."""
    found = prepared(request)
    if found is None or not directories.of(found).creates_sites:
        raise Http404
    context = words_about_name(found, request.GET.get("name", ""))
    return page(request, "migration/parts/site_name.html", context)


@runs_the_account
@show_or_send
def review(request: Request) -> HttpResponse:
    """What will happen to how many people; then it starts."""
    found = prepared(request)
    if found is None or not found.site_id:
        return as_it_is(request) if request.method == "POST" else redirect("migration:wizard")
    problem = ""
    if request.method == "POST":
        try:
            course.start(found, version=version_sent(request), by=request.actor)
            return done(request, STARTED, "migration:status")
        except ValidationError as refused:
            if is_stale(refused):
                return as_it_is(request)
            problem = " ".join(refused.messages)
    return _shown(request, REVIEW, found, review=review_of(found), problem=problem)


def _shown(
    request: Request, template: str, found: SiteMigration | None, **more: Any
) -> HttpResponse:
    form, found_so = more.get("form"), preflight.checks(by=request.actor)
    refused = bool(more.get("problem") or (form and form.is_bound))
    context = {
        "migration": found,
        "checks": found_so,
        "clear": sum(check.is_clear for check in found_so),
        "steps": _steps(template),
        "is_practice": bool(found and found.is_practice),
        "said_by": said_by(found) if found else "",
        "nav": "settings",
    }
    return page(request, template, context | more, status=422 if refused else 200)


def _steps(template: str) -> list[dict[str, Any]]:
    """The wizard's pages, which of them is shown, and which come before it."""
    here = next(step for step in ORDER if template == f"migration/{step}.html")
    return [
        {"label": step.label, "is_now": step == here, "is_done": is_behind(step, here)}
        for step in ORDER
    ]
