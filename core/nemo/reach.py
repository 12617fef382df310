"""Which way a connection goes: by a proxy or not, and to which addresses never.

Owns the reading of the system's proxy settings and the guard against private addresses.
Must not know what is sent.
"""

import base64
import errno
import ipaddress
import socket
from typing import Any
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL


class ForbiddenAddress(OSError):
    """An address given by others leads into a private network."""


def address(text: str, base: URL) -> URL:
    """An address that others gave, relative to `base`, as one that may be asked.

    It is not quoted anew, because a signed address is only valid as it stands. Raises ValueError
    for anything but http(s), and for one with a name and password in it.
    """
    is_quoted = text.isascii() and text.isprintable() and " " not in text
    url = base.join(URL(text, encoded=is_quoted))
    if url.scheme not in ("http", "https") or not url.host or url.user:
        raise ValueError("to an address that is not fetched")
    return url


def is_private(host: str) -> bool:
    """Whether a host, by its literal address or the name localhost, is not on the internet."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.strip("[]").partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global


def is_public_url(text: str) -> bool:
    """Whether an address may be given to a person: https, and not on a private network.

    A name is not looked up. Numbers that a browser reads as an address (``127.1``) are no name.
    """
    try:
        url = URL(text)
    except ValueError:
        return False
    host = (url.host or "").rstrip(".").lower()
    if url.scheme != "https" or url.user or is_private(host):
        return False
    if ":" in host:
        return True
    last = host.rpartition(".")[2]
    is_number = last.isdecimal() or last.startswith("0x")
    if "." not in host or (is_number and not _is_literal(host)):
        return False
    return not host.endswith((".local", ".localdomain", ".internal", ".lan", ".home.arpa"))


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name.strip("[]").partition("%")[0]).is_loopback
    except ValueError:
        return False


def proxy_options(url: URL) -> dict[str, Any]:
    """The arguments for an aiohttp request: the system's proxy for this address, or none.

    `headers` among them are to be added to the request's own.

    Read here and not by aiohttp, which would read `.netrc` along with it and lay credentials from
    there on requests to hosts that the backend names. Loopback never goes through a proxy.
    """
    host = url.host or ""
    if is_loopback(host) or proxy_bypass(host):
        return {}
    proxy = URL(getproxies().get(url.scheme, ""))
    if proxy.scheme not in ("http", "https") or not proxy.host:
        return {}
    options: dict[str, Any] = {"proxy": proxy.with_user(None)}
    if proxy.user:
        credentials = base64.b64encode(f"{proxy.user}:{proxy.password or ''}".encode()).decode()
        header = {"Proxy-Authorization": f"Basic {credentials}"}
        # With https it goes to the proxy's CONNECT, else along with the request itself.
        options["proxy_headers" if url.scheme == "https" else "headers"] = header
    return options


def public_socket(info: aiohttp.AddrInfoType) -> socket.socket:
    """A socket for aiohttp's connector, refused for private addresses.

    Checked here, on the address that is really connected to, a name cannot lead elsewhere at a
    second look. Raises `ForbiddenAddress`.
    """
    family, kind, protocol, _, address = info
    host = str(address[0])
    if is_private(host):
        raise ForbiddenAddress(errno.EACCES, f"{host} is a private address")
    return socket.socket(family=family, type=kind, proto=protocol)
