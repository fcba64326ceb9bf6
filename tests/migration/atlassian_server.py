"""A local Atlassian, for tests: a process of its own that speaks the documented contract.

    python -m tests.migration.atlassian_server [port]

prints its address and serves until its input ends. POST /_control {"do": "add_site", "with":
{…}} calls a method of `atlassian_world.World`; GET /_control tells what happened so far.
"""

import html
import json
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.migration import atlassian_directory as directory
from tests.migration.atlassian_world import CLIENT, FUTURE, World, Wrong

WORLD = World()
LOCK = threading.RLock()
ROUTES = [
    ("GET", "authorize", r"/authorize"),
    ("POST", "decide", r"/authorize"),
    ("POST", "token", r"/oauth/token"),
    ("GET", "resources", r"/oauth/token/accessible-resources"),
    ("GET", "me", r"/me"),
    ("GET", "mypermissions", r"/ex/jira/([^/]+)/rest/api/3/mypermissions"),
    ("GET", "orgs", r"/admin/v1/orgs"),
    ("GET", "directories", r"/admin/v2/orgs/([^/]+)/directories"),
    ("POST", "workspaces", r"/admin/v2/orgs/([^/]+)/workspaces"),
    ("POST", "invite", r"/admin/v2/orgs/([^/]+)/users/invite"),
    ("POST", "search", r"/admin/v2/orgs/([^/]+)/directories/([^/]+)/users/search"),
    (
        "GET",
        "role_assignments",
        r"/admin/v2/orgs/([^/]+)/directories/([^/]+)/users/([^/]+)/role-assignments",
    ),
    ("POST", "scim", r"/scim/directory/([^/]+)/Users"),
    ("GET", "scim_search", r"/scim/directory/([^/]+)/Users"),
]
CONSENT = """<!doctype html><html lang="en"><title>Atlassian (local)</title>
<h1>Muster is requesting access to your Atlassian account</h1>
<form method="post" action="/authorize">{kept}
<label>Your e-mail at Atlassian <input name="email" type="email" value="{who}"></label>
<button name="decision" value="allow">Accept</button>
<button name="decision" value="deny">Cancel</button></form>"""


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        self.asked = dict(parse_qsl(address.query, keep_blank_values=True))
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if address.path == "/_control":
            self._answer(200, self._control(content))
            return
        for method, name, pattern in ROUTES:
            found = re.fullmatch(pattern, address.path)
            if found and method == self.command:
                self._carry_out(name, [unquote(part) for part in found.groups()], content)
                return
        self._answer(404, {"message": "Not found"})

    do_POST = do_GET  # noqa: N815

    def _control(self, content: bytes) -> dict[str, Any]:
        with LOCK:
            if content:
                wanted = json.loads(content)
                getattr(WORLD, wanted["do"])(*wanted.get("of", []), **wanted.get("with", {}))
            return WORLD.told()

    def _carry_out(self, name: str, parts: list[str], content: bytes) -> None:
        with LOCK:
            WORLD.calls[name] += 1
            planned = WORLD.failures[name].pop(0) if WORLD.failures[name] else None
            if planned is None or planned.get("after"):
                try:
                    status, body = self._done(name, parts, content)
                except Wrong as wrong:
                    status, body = wrong.status, wrong.body
        headers = {}
        if planned:
            time.sleep(planned.get("wait", 0))
            if planned.get("hang_up"):
                self.close_connection = True
                return
            if "status" in planned or not planned.get("after"):
                status, body = planned.get("status", 503), planned.get("body", {})
            headers = planned.get("headers", {})
        self._answer(status, body, headers, f"{name} {status}")

    def _done(self, name: str, parts: list[str], content: bytes) -> tuple[int, Any]:
        """Do what a call asks for. Raises Wrong."""
        bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if name in ("authorize", "decide"):
            return self._consent(name, dict(parse_qsl(content.decode(), keep_blank_values=True)))
        if name in ("me", "resources", "mypermissions"):
            return self._as_person(name, parts, WORLD._whose(bearer))
        is_json = self.headers.get("Content-Type", "").startswith("application/json")
        if self.command == "POST" and not is_json:
            raise Wrong(415, "Unsupported Media Type", "ADMIN-UAM-415-1")
        body = json.loads(content) if content else {}
        if name == "token":
            return 200, WORLD._tokens(body)
        if name == "scim":
            return directory.provision(WORLD, bearer, body)
        if name == "scim_search":
            return 200, directory.provisioned(WORLD, bearer, self.asked.get("filter", ""))
        directory.require_key(bearer)
        if name == "orgs":
            return 200, directory.orgs(WORLD)
        directory.require_org(parts[0])
        match name:
            case "directories":
                return 200, directory.directories(WORLD)
            case "workspaces":
                return 200, directory.workspaces(WORLD, body)
            case "invite":
                return directory.invite(WORLD, body)
            case "search":
                return 200, directory.search(WORLD, parts[1], body)
        return 200, directory.role_assignments(WORLD, parts[2])

    def _consent(self, name: str, posted: dict[str, str]) -> tuple[int, Any]:
        asked = posted if name == "decide" else self.asked
        callbacks = WORLD.settings["callbacks"]
        if asked.get("client_id") != CLIENT or asked.get("response_type") != "code":
            raise Wrong(400, message="Unknown client")
        if callbacks and asked.get("redirect_uri") not in callbacks:
            raise Wrong(400, message="redirect_uri is not registered for client")
        if asked.get("audience") != "api.atlassian.com" or asked.get("prompt") != "consent":
            raise Wrong(400, message="audience and prompt are needed")
        WORLD.last[name] = asked
        consent = WORLD.settings["consent"]
        if name == "authorize" and consent == "ask":
            kept = "".join(
                f'<input type="hidden" name="{html.escape(k)}" value="{html.escape(v)}">'
                for k, v in asked.items()
            )
            return 200, CONSENT.format(kept=kept, who=html.escape(WORLD.settings["who"]))
        is_allowed = posted["decision"] == "allow" if name == "decide" else consent == "allow"
        who = posted.get("email") or WORLD.settings["who"]
        return 302, WORLD._come_back(asked, who, is_allowed)

    def _as_person(self, name: str, parts: list[str], email: str) -> tuple[int, Any]:
        person = WORLD.people[email]
        sites = [site for site in WORLD.places if email in site["people"]]
        if name == "me":
            said = {"account_type": "atlassian", "account_id": person["accountId"]}
            said |= {"email": person["email"], "name": person["name"], "account_status": "active"}
            return 200, said | FUTURE
        if name == "resources":
            shown = [{k: site[k] for k in ("id", "name", "url")} for site in sites]
            return 200, [one | {"scopes": ["read:jira-user"]} | FUTURE for one in shown]
        if "permissions" not in self.asked:
            raise Wrong(400, errorMessages=["The 'permissions' query parameter is required."])
        site = next((one for one in sites if one["id"] == parts[0]), None)
        if site is None or not site["is_usable"]:
            raise Wrong(403, message="The app is not installed on this instance")
        is_admin = parts[0] in WORLD.hidden[email].get("admin_of", [])
        permission = {"id": "0", "key": "ADMINISTER", "havePermission": is_admin}
        return 200, {"permissions": {"ADMINISTER": permission | FUTURE}}

    def _answer(
        self, status: int, body: Any, headers: dict[str, str] | None = None, note: str = ""
    ) -> None:
        is_page = isinstance(body, str)
        content = (
            (b"" if status == 302 else body.encode()) if is_page else json.dumps(body).encode()
        )
        if note:
            with LOCK:
                WORLD.answers[note] += 1
        self.send_response(status)
        kind = "text/html; charset=utf-8" if is_page else "application/json"
        for key, value in {"Content-Type": kind, **(headers or {})}.items():
            self.send_header(key, value)
        if status == 302:
            self.send_header("Location", body)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    """Says nothing when somebody hangs up: what was carried out is carried out."""

    daemon_threads = True

    def handle_error(self, *args: Any) -> None:
        if not isinstance(sys.exception(), OSError):
            super().handle_error(*args)


def serve(port: int) -> None:
    """Serve until whoever started this is gone."""
    server = Server(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    print(f"http://localhost:{server.server_port}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    serve(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
