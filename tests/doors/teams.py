"""Who may open the pages of teams."""

from uuid import uuid4

from accounts.actions.keys import create_key
from tests.make import SYSTEM

KEY = {"name": "Grafana", "may_read": "on", "may_configure": "on"}


def _key(cast, team):
    made = create_key(f"Key {uuid4()}", team=team, by=SYSTEM)
    return {"team_id": cast.payments.pk, "key_id": made.row.pk}


DOORS = [
    ("teams:teams", "get", "", 302, 200, 200, 200, 200, 200),
    ("teams:team_suggestions", "get", "", 302, 200, 200, 200, 200, 200),
    ("teams:team_new", "get", "", 302, 403, 403, 403, 200, 200),
    ("teams:team_new", "post", "", 302, 403, 403, 403, 422, 422),
    ("teams:team_new", "post", "", 302, 403, 403, 403, 302, 302, {"name": "Fraud"}),
    ("teams:team", "get", "a team", 302, 404, 200, 200, 200, 200),
    ("teams:team_edit", "get", "a team", 302, 404, 403, 200, 200, 200),
    ("teams:team_edit", "post", "a team", 302, 404, 403, 422, 422, 422),
    ("teams:team_delete", "get", "a team", 302, 404, 403, 403, 200, 200),
    ("teams:team_delete", "post", "a team", 302, 404, 403, 403, 422, 422),
    ("teams:team_members", "get", "a team", 302, 404, 200, 200, 200, 200),
    ("teams:member_add", "get", "a team", 302, 404, 403, 302, 302, 302),
    ("teams:member_add", "post", "a team", 302, 404, 403, 422, 422, 422),
    ("teams:member_suggestions", "get", "a team", 302, 404, 403, 200, 200, 200),
    ("teams:member_role", "post", "ben in team", 302, 404, 403, 422, 422, 422),
    (
        "teams:member_role", "post", "ben in team",
        302, 404, 403, 302, 302, 302, {"role": "admin"},
    ),
    ("teams:member_remove", "get", "ben in team", 302, 404, 403, 200, 200, 200),
    ("teams:member_remove", "post", "ben in team", 302, 404, 403, 302, 302, 302),
    ("teams:team_keys", "get", "a team", 302, 404, 403, 200, 200, 200),
    ("teams:team_key_new", "get", "a team", 302, 404, 403, 200, 200, 200),
    ("teams:team_key_new", "post", "a team", 302, 404, 403, 422, 422, 422),
    ("teams:team_key_new", "post", "a team", 302, 404, 403, 200, 200, 200, KEY),
    ("teams:team_key_revoke", "get", "key of team", 302, 404, 403, 200, 200, 200),
    ("teams:team_key_revoke", "post", "key of team", 302, 404, 403, 302, 302, 302),
    ("teams:team_key_revoke", "get", "other key", 302, 404, 403, 404, 404, 404),
    ("teams:team_activity", "get", "a team", 302, 404, 200, 200, 200, 200),
    ("teams:team_activity_people", "get", "a team", 302, 404, 200, 200, 200, 200),
    ("teams:team_activity_export", "get", "csv of team", 302, 404, 200, 200, 200, 200),
    ("teams:people_add", "get", "", 302, 403, 403, 403, 422, 422),
    ("teams:people_add", "post", "", 302, 403, 403, 403, 422, 422),
]  # fmt: skip

KINDS = {
    "a team": lambda cast: {"team_id": cast.payments.pk},
    "csv of team": lambda cast: {"team_id": cast.payments.pk, "kind": "csv"},
    "key of team": lambda cast: _key(cast, cast.payments),
    "other key": lambda cast: _key(cast, None),
    "ben in team": lambda cast: {
        "team_id": cast.payments.pk,
        "membership_id": cast.payments.memberships.get(user=cast.ben).pk,
    },
}
