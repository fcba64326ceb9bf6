"""The doors of the settings: the account, its roles, its API keys."""

from accounts.actions.keys import create_key
from accounts.actions.roles import create_role
from tests.make import SYSTEM

KINDS = {
    "role": lambda cast: {"role_id": create_role("Night operator", by=SYSTEM).pk},
    "key": lambda cast: {"key_id": create_key("Grafana", by=SYSTEM).row.pk},
}
OK = {"name": "Acme", "time_zone": "UTC", "locale": "en_US"}
KEY = {"name": "Backup", "reach": "account", "may_read": "on"}
OWNERS_KEY = KEY | {"may_configure": "on"}
ROLE = {"name": "Day operator", "extends": "user"}

# name, method, kind: nobody, eve, ben, tom, ada, olive, data
DOORS = [
    ("accounts:settings", "get", "", 302, 302, 302, 302, 302, 302),
    ("accounts:account", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:account", "post", "", 302, 403, 403, 403, 422, 422),
    ("accounts:account", "post", "", 302, 403, 403, 403, 302, 302, OK),
    ("accounts:roles", "get", "", 302, 200, 200, 200, 200, 200),
    ("accounts:role", "get", "role", 302, 200, 200, 200, 200, 200),
    ("accounts:role_new", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:role_new", "post", "", 302, 403, 403, 403, 422, 422),
    ("accounts:role_new", "post", "", 302, 403, 403, 403, 302, 302, ROLE),
    ("accounts:role_edit", "get", "role", 302, 403, 403, 403, 200, 200),
    ("accounts:role_edit", "post", "role", 302, 403, 403, 403, 302, 302, ROLE),
    ("accounts:role_delete", "get", "role", 302, 403, 403, 403, 200, 200),
    ("accounts:role_delete", "post", "role", 302, 403, 403, 403, 302, 302),
    ("accounts:api_keys", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:api_key_new", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:api_key_new", "post", "", 302, 403, 403, 403, 422, 422),
    ("accounts:api_key_new", "post", "", 302, 403, 403, 403, 200, 200, KEY),
    ("accounts:api_key_new", "post", "", 302, 403, 403, 403, 422, 200, OWNERS_KEY),
    ("accounts:api_key_teams", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:api_key_revoke", "get", "key", 302, 403, 403, 403, 200, 200),
    ("accounts:api_key_revoke", "post", "key", 302, 403, 403, 403, 302, 302),
]
