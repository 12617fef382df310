"""Which addresses the engine will connect to on a stranger's word."""

from __future__ import annotations

import socket

import pytest

from engine.server.fetching import NotPublic, checked, is_public, public_socket
from engine.server.refusals import Refusal


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",  # noqa: S104
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "2001:db8::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
    ],
)
def test_not_public(address: str) -> None:
    assert not is_public(address)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with pytest.raises(NotPublic):
        public_socket((family, socket.SOCK_STREAM, 6, "", (address, 80)))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_public(address: str) -> None:
    assert is_public(address)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    public_socket((family, socket.SOCK_STREAM, 6, "", (address, 80))).close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "clip.mp4",
        "//example.com/a.mp4",
        "file:///etc/passwd",
        "ftp://example.com/a",
        "gopher://example.com/",
        "data:video/mp4;base64,AAAA",
        "http://",
        "http://user@example.com/a.mp4",
        "https://user:word@example.com/a.mp4",
        "http://example.com:99999/a.mp4",
    ],
)
def test_not_fetched(url: str) -> None:
    with pytest.raises(Refusal) as caught:
        checked(url)
    assert caught.value.code == 400


def test_fetched() -> None:
    assert checked("https://example.com/a%20b.mp4?x=1").host == "example.com"
