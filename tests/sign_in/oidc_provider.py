"""A small identity provider that speaks OpenID Connect over real HTTP: discovery to userinfo."""

import base64
import hashlib
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "muster", "a-client-secret"


class Provider:
    """Runs in a thread; `claims` is what it tells about whoever signs in."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self, b"")

            def do_POST(self) -> None:
                provider.answer(self, self.rfile.read(int(self.headers["Content-Length"])))

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        """Answer one request."""
        address = urlsplit(request.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        posted = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        match address.path:
            case "/.well-known/openid-configuration":
                _json(request, self._discovery())
            case "/authorize":
                self._authorize(request, asked)
            case "/token":
                self._token(request, posted)
            case "/jwks":
                public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
                _json(request, {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]})
            case "/userinfo":
                known = request.headers["Authorization"].removeprefix("Bearer ") in self.tokens
                _json(request, self.claims if known else {}, 200 if known else 401)
            case _:
                _json(request, {}, 404)

    def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _authorize(self, request: BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        back = f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
        request.send_response(302)
        request.send_header("Location", back)
        request.end_headers()

    def _token(self, request: BaseHTTPRequestHandler, posted: dict[str, str]) -> None:
        asked = self.codes.pop(posted.get("code", ""), None)
        digest = hashlib.sha256(posted.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not asked or posted["client_secret"] != SECRET or asked["code_challenge"] != challenge:
            _json(request, {"error": "invalid_grant"}, 400)
            return
        now = int(time.time())
        standard = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300}
        id_token = jwt.encode(
            standard | self.claims, self.key, algorithm="RS256", headers={"kid": "one"}
        )
        access = secrets.token_urlsafe()
        self.tokens.add(access)
        _json(request, {"access_token": access, "id_token": id_token, "token_type": "Bearer"})


def _json(request: BaseHTTPRequestHandler, data: dict[str, Any], status: int = 200) -> None:
    body = json.dumps(data).encode()
    request.send_response(status)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)
