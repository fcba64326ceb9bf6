"""The status of a move: everybody in it, what they have to do, as it changes."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.http import Request
from common.pages import download, page
from common.paging import PAGE_SIZE
from common.policy import asked_by_pages, runs_the_account
from migration import move_rows, status_csv, status_page
from migration.models import SiteMigration, UserMove
from migration.permissions import can_leave_out
from migration.progress import Progress, progress_of
from migration.views.common import newest

STATUS = "migration/status.html"


@runs_the_account
@require_safe
def status(request: Request) -> HttpResponse:
    """Everybody of the move that runs, or of the last one; htmx gets the list alone."""
    migration = newest(request)
    if migration is None or not migration.started_at:
        return redirect("migration:wizard")
    progress, asked = progress_of(migration), status_page.Asked.of(request.GET)
    shown = status_page.page_of(migration, asked, progress)
    rows = {str(move.user_id): _row(request, move, migration) for move in shown.rows}
    marks = [f"{person}.{move_rows.mark_of(row)}" for person, row in rows.items()]
    context = above_the_list(migration, progress) | {
        "asked": asked,
        "statuses": UserMove.Status.choices,
        "page": shown,
        "rows": rows.values(),
        "marks": ",".join(marks),
    }
    return page(request, STATUS, context, part="migration-list")


@asked_by_pages
@require_safe
def status_changes(request: Request) -> HttpResponse:
    """What changed since the page was drawn: each part in its place, and nothing else."""
    if not request.actor.runs_the_account:
        raise PermissionDenied
    migration = newest(request)
    if migration is None:
        return HttpResponse(status=204)
    progress, seen = (
        progress_of(migration),
        status_page.marks_in(request.GET.get("rows", "").split(",")),
    )
    context = above_the_list(migration, progress)
    context["asked"] = status_page.Asked.of(request.GET)
    context |= _changed_rows(request, migration, dict(list(seen.items())[:PAGE_SIZE]))
    context |= {"oob": True, "is_different": request.GET.get("seen") != context["mark"]}
    return page(request, "migration/parts/changes.html", context)


@runs_the_account
@require_safe
def status_export(request: Request) -> HttpResponse | StreamingHttpResponse:
    """Everybody whom the page's filter shows, as CSV, sent while it is read."""
    migration = newest(request)
    if migration is None or not migration.started_at:
        return redirect("migration:wizard")
    moves = status_page.Asked.of(request.GET).narrow(migration.moves.all())
    return download(status_csv.lines(moves, migration), "migration.csv")


def above_the_list(migration: SiteMigration, progress: Progress) -> dict[str, Any]:
    """The context of what stands above the list."""
    return {
        "nav": "settings",
        "migration": migration,
        "progress": progress,
        "mark": status_page.mark_of(migration, progress),
    }


def _row(request: Request, move: UserMove, migration: SiteMigration, **more: bool) -> Any:
    return move_rows.move_row(move, migration, may_leave_out=can_leave_out(request.actor), **more)


def _changed_rows(
    request: Request, migration: SiteMigration, seen: dict[str, str]
) -> dict[str, Any]:
    moves = migration.moves.filter(user__in=list(map(UUID, seen))).select_related("user")
    rows = {
        str(move.user_id): _row(request, move, migration, changed=True)
        for move in moves.only(*status_page.COLUMNS)
    }
    marks = seen | {person: move_rows.mark_of(row) for person, row in rows.items()}
    return {
        "rows": [row for person, row in rows.items() if marks[person] != seen[person]],
        "marks": ",".join(f"{person}.{mark}" for person, mark in marks.items()),
    }
