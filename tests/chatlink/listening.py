"""A small server that stands for a chat system: it keeps what it is sent, and answers by path."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class ChatServer:
    """`answers` are by method and path: a status and JSON. Others are answered 200 and {}."""

    url: str = ""
    asked: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)

    def bodies(self, ending: str) -> list[Any]:
        """What was sent to paths that end so."""
        return [body for _, path, _, body in self.asked if path.endswith(ending)]


@contextmanager
def chat_server(settings: Any) -> Iterator[ChatServer]:
    """Serve at localhost, which may be asked meanwhile."""
    told = ChatServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            is_json = "json" in self.headers.get("Content-Type", "")
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = json.loads(content) if is_json and content else content
            told.asked.append((self.command, self.path, headers, body))
            status, answer = told.answers.get(f"{self.command} {self.path}", (200, {}))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        do_PUT = do_GET = do_POST  # noqa: N815

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    told.url = f"http://localhost:{server.server_port}"
    before, settings.OUTGOING_ALLOW = settings.OUTGOING_ALLOW, ["localhost"]
    try:
        yield told
    finally:
        settings.OUTGOING_ALLOW = before
        server.shutdown()
        server.server_close()
