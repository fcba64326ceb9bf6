"""npm's jwt-simple, with which Atlassian's documents sign for HipChat and Stride, in a process."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import jwt

from chatlink.messages import RawRequest
from tests.node import modules_of

HERE = Path(__file__).parent / "node"


class JwtSimple:
    """Signs as often as it is asked to: one line in, one line out."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def signed(self, request: RawRequest, secret: str) -> RawRequest:
        """A request of HipChat or Stride with the same claims in a token of jwt-simple's."""
        in_query = request.query.get("signed_request")
        token = in_query or request.headers["authorization"].removeprefix("Bearer ")
        claims = jwt.decode(token, options={"verify_signature": False})
        made = self.token(claims, secret)
        if in_query:
            return replace(request, query={"signed_request": made})
        return replace(request, headers={**request.headers, "authorization": f"Bearer {made}"})

    def token(self, claims: object, secret: str) -> str:
        """A token of claims, signed with HS256."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([claims, secret, "HS256"]) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@contextmanager
def running_jwt_simple() -> Iterator[JwtSimple]:
    """Start it, and end it. The test is skipped where there is no node."""
    process = subprocess.Popen(
        ["node", str(HERE / "sign.js")],
        env={"NODE_PATH": str(modules_of(HERE)), "PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield JwtSimple(process)
    finally:
        process.kill()
        process.communicate()
