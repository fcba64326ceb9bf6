"""The only HTTP client: short of time, short of memory, and not into private networks.

A name is looked up once, every address it has is checked, and the connection goes to an address
that was checked: a name that answers differently the next time leads nowhere else. Redirects are
not followed.
"""

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from ssl import SSLContext
from urllib.parse import urlsplit

import httpx
from django.conf import settings

SECONDS = 10.0  # for all of it
SECONDS_TO_CONNECT = 5.0
PORTS = {"http": 80, "https": 443}
LARGEST_ANSWER = 64 * 1024  # bytes
# Python calls these global: site-local, addresses with an IPv4 one inside, documentation, routes.
NOT_GLOBAL = [ipaddress.ip_network(one) for one in ("fec0::/10", "::/96", "3fff::/20", "5f00::/16")]
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # its last 32 bits are the IPv4 address it leads to

type Where = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAllowed(Exception):
    """The address must not be asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; the names of `headers` are in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def post(url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
    """Send something to an http or https address. Raises as `ask`."""
    return ask("POST", url, content, headers)


def ask(
    method: str,
    url: str,
    content: bytes,
    headers: Mapping[str, str],
    *,
    largest: int = LARGEST_ANSWER,
    seconds: float = SECONDS,
) -> Answer:
    """Ask an http or https address; an answer of more than `largest` bytes is none, nor
    one that takes more than `seconds` in all.

    Raises NotAllowed when the address is private and not named in OUTGOING_ALLOW, and OSError
    when nobody answers properly in time.
    """
    host, port, there = _taken_apart(url)
    named = {**headers, "Host": urlsplit(url).netloc.rpartition("@")[2]}
    ends_at = time.monotonic() + seconds
    problem: Exception = OSError(f"{host} has no address.")
    for address in _checked_addresses(host, port):
        target = there.copy_with(host=address, port=port)
        try:
            return _asked(method, target, content, named, host, ends_at, largest)
        except TimeoutError:
            raise OSError(f"{host} takes longer than {seconds:.0f} seconds.") from None
        except httpx.ConnectError as unreachable:
            problem = unreachable  # the next address may answer
        except httpx.HTTPError as failed:
            problem = failed
            break
    raise ConnectionError(f"{host}: {problem or type(problem).__name__}") from problem


def _taken_apart(url: str) -> tuple[str, int, httpx.URL]:
    """Return the host and port of an address. Raises NotAllowed for what is none."""
    try:
        parts = urlsplit(url)
        if parts.scheme in PORTS and parts.hostname and parts.hostname.encode("idna"):
            return parts.hostname, parts.port or PORTS[parts.scheme], httpx.URL(url)
    except (ValueError, httpx.InvalidURL):
        pass  # a port of letters, a bracket that is not closed, a name with two dots
    raise NotAllowed(f"{url} is no http or https address.")


def _asked(
    method: str,
    url: httpx.URL,
    content: bytes,
    headers: Mapping[str, str],
    host: str,
    ends_at: float,
    largest: int,
) -> Answer:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError
    timeout = httpx.Timeout(left, connect=min(SECONDS_TO_CONNECT, left))
    with (
        httpx.Client(timeout=timeout, verify=_authorities(), trust_env=False) as client,
        client.stream(
            method, url, content=content, headers=headers, extensions={"sni_hostname": host}
        ) as answer,
    ):
        body = b""
        for piece in answer.iter_raw():
            body += piece
            if len(body) > largest:
                raise OSError(f"{host} answers with more than {largest} bytes.")
            if time.monotonic() > ends_at:
                raise TimeoutError
        told = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status_code, body, told)


@cache
def _authorities() -> SSLContext:
    """Whom certificates are believed by; reading them takes longer than most answers do."""
    return httpx.create_ssl_context(trust_env=False)


def _checked_addresses(host: str, port: int) -> list[str]:
    """Look a name up. Raises NotAllowed if any of its addresses must not be asked."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    for address in addresses:
        if not _is_allowed(host, address):
            raise NotAllowed(
                f"{host} ({address}) is in a private network. Name it in OUTGOING_ALLOW."
            )
    return addresses


def _is_allowed(host: str, address: str) -> bool:
    where = _reached(ipaddress.ip_address(address))
    if where.is_global and not where.is_multicast and not any(where in one for one in NOT_GLOBAL):
        return True
    return any(_names(allowed, host, where) for allowed in settings.OUTGOING_ALLOW)


def _reached(where: Where) -> Where:
    """The address that packets come to in the end."""
    if where in NAT64:
        return ipaddress.IPv4Address(int(where) & 0xFFFFFFFF)
    return getattr(where, "ipv4_mapped", None) or where


def _names(allowed: str, host: str, where: Where) -> bool:
    """Whether an entry of OUTGOING_ALLOW is this host, or a network that holds the address."""
    try:
        return where in ipaddress.ip_network(allowed, strict=False)
    except ValueError:
        return allowed.lower() == host.lower()
