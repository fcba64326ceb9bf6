"""The doors of the move: owners and admins have a wizard and a status, owners the connection."""

from accounts.actors import Actor
from migration.actions import course, wizard
from migration.models import SiteMigration, UserMove

NAMES = {"first_name": "Olive", "last_name": "Owner"}
PRACTICE = {"directory": "practice"}
ALL, REASON = {"all": "1"}, {"reason": "Mailing list"}
NEW_SITE = {"site": "new", "name": "acme-other", "version": "3", **NAMES}
VERSION = {"version": "3"}


def _prepared(cast):
    by = Actor.of_user(cast.olive)
    found = SiteMigration.objects.open().first() or wizard.begin("practice", by=by)
    if not found.site_id:
        wizard.create_site(found, "acme-oncall", version=found.version, by=by, **NAMES)
        SiteMigration.objects.update(version=3)
    return {}


def _running(cast):
    _prepared(cast)
    found = SiteMigration.objects.get()
    if not found.started_at:
        course.start(found, version=found.version, by=Actor.of_user(cast.olive))
        UserMove.objects.filter(user=cast.ben).update(status="invited", invited_at=found.created_at)
        UserMove.objects.filter(user=cast.tom).update(status="failed", reason="No licence left")
    return {}


def _ben(cast):
    _running(cast)
    return {"person_id": cast.ben.pk}


def _eve_left_out(cast):
    _running(cast)
    moves = UserMove.objects.filter(user=cast.eve)
    moves.update(status="excluded", reason="Mailing list", left_out_by="Olive Owner")
    return {"person_id": cast.eve.pk}


KINDS = {
    "a move being prepared": _prepared,
    "a move that runs": _running,
    "ben of a move": _ben,
    "eve, left out of a move": _eve_left_out,
    "a practice site": lambda cast: _prepared(cast) or {"name": "acme-oncall"},
    "a token of nobody": lambda cast: {"token": "nonsense"},
}
PREPARED, RUNS, BEN = "a move being prepared", "a move that runs", "ben of a move"

# name, method, kind, signed out, eve, ben, tom, ada, olive, data
DOORS = [
    ("migration:wizard", "get", "", 302, 403, 403, 403, 302, 302),
    ("migration:before", "get", "", 302, 403, 403, 403, 200, 200),
    ("migration:before", "post", "", 302, 403, 403, 403, 422, 422),
    ("migration:before", "post", "", 302, 403, 403, 403, 302, 302, PRACTICE),
    ("migration:site", "get", "", 302, 403, 403, 403, 302, 302),
    ("migration:site", "post", "", 302, 403, 403, 403, 409, 409),
    ("migration:site_name", "get", "", 302, 403, 403, 403, 404, 404),
    ("migration:review", "get", "", 302, 403, 403, 403, 302, 302),
    ("migration:review", "post", "", 302, 403, 403, 403, 409, 409),
    ("migration:status", "get", "", 302, 403, 403, 403, 302, 302),
    ("migration:status_changes", "get", "", 204, 403, 403, 403, 204, 204),
    ("migration:status_export", "get", "", 302, 403, 403, 403, 302, 302),
    ("migration:pause", "post", "", 302, 403, 403, 403, 409, 409),
    ("migration:resume", "post", "", 302, 403, 403, 403, 409, 409),
    ("migration:cancel", "get", "", 302, 403, 403, 403, 409, 409),
    ("migration:cancel", "post", "", 302, 403, 403, 403, 409, 409),
    ("migration:retry", "post", "", 302, 403, 403, 403, 409, 409, ALL),
    ("migration:invite_again", "get", "", 302, 403, 403, 403, 409, 409),
    ("migration:invite_again", "post", "", 302, 403, 403, 403, 409, 409, ALL),
    ("migration:resend_all", "post", "", 302, 403, 403, 403, 302, 302),
    ("migration:banner_hide", "post", "", 302, 403, 403, 403, 302, 302),
    ("migration:banner_seen", "post", "", 302, 403, 403, 403, 302, 302),
    ("migration:connection", "get", "", 302, 403, 403, 403, 403, 200),
    ("migration:connection", "post", "", 302, 403, 403, 403, 403, 422),
    ("migration:connection_forget", "get", "", 302, 403, 403, 403, 403, 200),
    ("migration:connection_forget", "post", "", 302, 403, 403, 403, 403, 302),
    ("migration:own_verify", "post", "", 302, 302, 302, 302, 302, 302),
    ("migration:atlassian_sign_in", "get", "", 302, 302, 302, 302, 302, 302),
    ("migration:atlassian_sign_in", "post", "", 302, 302, 302, 302, 302, 302),
    ("migration:atlassian_callback", "get", "", 302, 302, 302, 302, 302, 302),
    ("migration:practice_sign_up", "get", "", 302, 403, 403, 403, 200, 200),
    ("migration:practice_sign_up", "post", "", 302, 403, 403, 403, 422, 422),
    ("migration:practice_sign_up", "post", "", 302, 403, 403, 403, 302, 302, {"name": "Somebody"}),
    ("migration:practice_link", "get", "a token of nobody", 410, 410, 410, 410, 410, 410),
    ("migration:practice_join", "get", "", 410, 410, 410, 410, 410, 410),
    ("migration:practice_join", "post", "", 410, 410, 410, 410, 410, 410),
    ("migration:practice_joined", "get", "", 200, 200, 200, 200, 200, 200),
    ("migration:practice_site", "get", "a practice site", 200, 200, 200, 200, 200, 200),
    ("migration:wizard", "get", PREPARED, 302, 403, 403, 403, 302, 302),
    ("migration:before", "get", PREPARED, 302, 403, 403, 403, 200, 200),
    ("migration:before", "post", PREPARED, 302, 403, 403, 403, 302, 302, VERSION),
    ("migration:before", "post", PREPARED, 302, 403, 403, 403, 409, 409, PRACTICE),
    ("migration:site", "get", PREPARED, 302, 403, 403, 403, 200, 200),
    ("migration:site", "post", PREPARED, 302, 403, 403, 403, 422, 422),
    ("migration:site", "post", PREPARED, 302, 403, 403, 403, 302, 302, NEW_SITE),
    ("migration:site_name", "get", PREPARED, 302, 403, 403, 403, 200, 200, {"name": "acme"}),
    ("migration:review", "get", PREPARED, 302, 403, 403, 403, 200, 200),
    ("migration:review", "post", PREPARED, 302, 403, 403, 403, 302, 302, VERSION),
    ("migration:review", "post", PREPARED, 302, 403, 403, 403, 409, 409, {"version": "2"}),
    ("migration:cancel", "get", PREPARED, 302, 403, 403, 403, 200, 200),
    ("migration:status", "get", RUNS, 302, 403, 403, 403, 200, 200),
    ("migration:status_changes", "get", RUNS, 204, 403, 403, 403, 200, 200),
    ("migration:status_export", "get", RUNS, 302, 403, 403, 403, 200, 200),
    ("migration:before", "get", RUNS, 302, 403, 403, 403, 302, 302),
    ("migration:review", "post", RUNS, 302, 403, 403, 403, 409, 409, VERSION),
    ("migration:pause", "post", RUNS, 302, 403, 403, 403, 302, 302),
    ("migration:resume", "post", RUNS, 302, 403, 403, 403, 409, 409),
    ("migration:cancel", "get", RUNS, 302, 403, 403, 403, 200, 200),
    ("migration:cancel", "post", RUNS, 302, 403, 403, 403, 302, 302, {"version": "4"}),
    ("migration:cancel", "post", RUNS, 302, 403, 403, 403, 409, 409, VERSION),
    ("migration:retry", "post", RUNS, 302, 403, 403, 403, 302, 302, ALL),
    ("migration:retry", "post", RUNS, 302, 403, 403, 403, 404, 404, {"person": "nobody"}),
    ("migration:invite_again", "get", RUNS, 302, 403, 403, 403, 200, 200),
    ("migration:invite_again", "post", RUNS, 302, 403, 403, 403, 302, 302, ALL),
    ("migration:resend_all", "post", RUNS, 302, 403, 403, 403, 302, 302),
    ("migration:leave_out", "get", BEN, 302, 403, 403, 403, 403, 200),
    ("migration:leave_out", "post", BEN, 302, 403, 403, 403, 403, 422),
    ("migration:leave_out", "post", BEN, 302, 403, 403, 403, 403, 302, REASON),
    ("migration:confirm", "post", BEN, 302, 404, 302, 404, 302, 302),
    ("migration:take_in", "post", "eve, left out of a move", 302, 403, 403, 403, 403, 302),
]
