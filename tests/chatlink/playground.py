"""Microsoft's own client for testing bots, and the proxy that signs what it sends.

The client (npm: @microsoft/m365agentsplayground) sends activities as Teams does, but without a
token. Between it and Muster the proxy adds the one that the Bot Framework would add.
"""

import json
import os
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.utils import timezone

from tests.chatlink.signing import SECRETS, sign_bot
from tests.launch.running import free_port, wait_until

CLIENT = "@microsoft/m365agentsplayground/cli.js"
# What its configuration names them, where there is no other.
TENANT, CHANNEL = "00000000-0000-0000-0000-0000000000001", "channel-announcements-id"
USER, USER_NAME = "00000000-0000-0000-0000-0000000000020", "Alex Wilber"


@dataclass
class Passed:
    """`said` is each activity that was passed on, with the status that Muster answered."""

    hook: str
    url: str = ""
    said: list[tuple[dict[str, Any], int]] = field(default_factory=list)


@contextmanager
def signing_proxy(hook: str) -> Iterator[Passed]:
    """Pass on to a hook of a Teams bot what comes, byte for byte, with a token added."""
    passed = Passed(hook)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told = json.loads(body)
            token = sign_bot(SECRETS["teams-bot"], told, timezone.now()).headers["authorization"]
            status, answer = sent(passed.hook, body, token)
            passed.said.append((told, status))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    passed.url = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield passed
    finally:
        server.shutdown()
        server.server_close()


def sent(url: str, body: bytes, token: str) -> tuple[int, bytes]:
    """Send JSON with a token; return the status and the body of the answer."""
    headers = {"Content-Type": "application/json", "Authorization": token}
    request = urllib.request.Request(url, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read()


@contextmanager
def playground(modules: Path, endpoint: str, home: Path) -> Iterator[str]:
    """Run Microsoft's client, which sends what is typed to an endpoint. Yields its address."""
    port = free_port()
    command = ["node", str(modules / CLIENT), "start", "--app-endpoint", endpoint]
    command += ["--channel-id", "msteams", "--disable-telemetry", "--port", str(port)]
    output = home / "playground.log"
    with output.open("wb") as log:
        process = subprocess.Popen(
            command,
            env={"PATH": os.environ["PATH"], "HOME": str(home)},
            cwd=home,
            stdout=log,
            stderr=subprocess.STDOUT,
        )

    def is_up() -> bool:
        assert process.poll() is None, output.read_text()
        return f"Listening on {port}" in output.read_text()

    try:
        wait_until(is_up)
        yield f"http://localhost:{port}"
    finally:
        process.kill()
        process.wait()
