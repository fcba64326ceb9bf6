"""Which addresses the only HTTP client asks, and for how long."""

import socket

import httpx
import pytest

from common import outgoing

INWARD = [
    "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "::7f00:1", "fec0::1", "fe80::1",
    "3fff::1", "5f00::1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::1", "ff02::1",
]  # fmt: skip


@pytest.fixture
def named(monkeypatch):
    """Let a name have these addresses."""

    def look_up(*addresses):
        found = [(socket.AF_INET6, socket.SOCK_STREAM, 0, "", (one, 443)) for one in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)

    return look_up


@pytest.mark.parametrize("address", INWARD)
def test_it_does_not_ask_private_networks(address, named, settings):
    settings.OUTGOING_ALLOW = []
    named("8.8.8.8", address)
    with pytest.raises(outgoing.NotAllowed, match="is in a private network"):
        outgoing.post("https://hooks.example/", b"", {})


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example:99999/", "https://hooks.example:port/", "https://[::1/",
        "https://hooks..example/", f"https://{'x' * 64}.example/", "https:///", "hooks.example",
        "ftp://hooks.example/", "https://hooks.example/\x7f", "",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_words(url):
    with pytest.raises(outgoing.NotAllowed, match="is no http or https address"):
        outgoing.post(url, b"", {})


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_it_asks_the_rest_of_the_world(address, named, settings):
    settings.OUTGOING_ALLOW = []
    named(address)
    assert outgoing._checked_addresses("hooks.example", 443) == [address]


def test_all_addresses_together_have_one_deadline(named, monkeypatch):
    clock, asked = [0.0], []

    def refuse(self, method, url, **kwargs):
        asked.append(self.timeout.read)
        clock[0] += 6
        raise httpx.ConnectError("unreachable")

    named("8.8.8.8", "8.8.4.4", "1.1.1.1")
    monkeypatch.setattr(outgoing.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(httpx.Client, "stream", refuse)
    with pytest.raises(OSError, match="takes longer than 10 seconds"):
        outgoing.post("https://hooks.example/", b"", {})
    assert asked == [10, 4]
