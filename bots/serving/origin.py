"""Under which address we are asked, by which way, and whether a page of ours asks.

Owns the checks of ``Host`` and ``Origin``, and what a proxy before us is believed. Must not know
who asks, or what for.

Against *DNS rebinding* (a stranger's name that suddenly leads to this machine, so that his page
reads ours as its own) stands the check of ``Host``: a rebound request carries the stranger's name,
while an IP address, ``localhost`` and this machine's own name lead to nobody else's page.

Against *forged requests* (CSRF) stands the check of ``Origin``. Such a request needs a browser,
since only a browser adds a person's cookies by itself, and all of them name the page that asks
whenever it is another origin's and the request may change something: ``Origin`` with every method
but GET and HEAD and with every WebSocket, ``Sec-Fetch-Site`` beside it. Scripts can set neither.
So a request without both comes from a program like curl or a tus client, which has no cookies but
those that it was given. ``SameSite=Lax`` cookies are a second wall; GET changes nothing.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from yarl import URL

from bots.serving.refusals import Refused
from bots.settings import Settings
from bots.settings_web import Network
from core.nemo.reach import is_loopback

_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?")
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_PORTS: Final = {"http": 80, "https": 443}
_IPV6_NETWORK_BITS: Final = 64
"""What one household is given: addresses in it cost nothing."""
_OWN_FETCHES: Final = frozenset({"same-origin", "none"})
"""Values of Sec-Fetch-Site; ``none`` is a person's own doing, a bookmark for instance.
``same-site`` is not among them: to a browser every port of a host is the same site."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a request that passed the checks came.

    ``host`` is what the browser was asked for, in lower case, with a port unless it is the
    default one. ``prefix`` is the path that a browser sees before ours, empty or like ``/bot``.
    ``address`` is the asker's, as far as it can be believed, or the nearest proxy's.
    ``is_secure``: certainly by https. ``is_by_proxy``: one that is believed what it says.
    """

    host: str
    prefix: str
    address: str
    is_secure: bool
    is_by_proxy: bool

    @property
    def port(self) -> int | None:
        """The port in ``host``; None for the scheme's own."""
        read = _HOST.fullmatch(self.host)
        return int(read[2]) if read and read[2] else None


class Site:
    """What we are called, and who may stand before us."""

    def __init__(self, settings: Settings) -> None:
        public = URL(settings.public_url) if settings.public_url else None
        # As a browser writes it: a name of other letters than ours in ASCII.
        self._public = None if public is None else (_name(public.raw_host or ""), public.port)
        self._prefix = "" if public is None else public.raw_path.rstrip("/")
        self._page_url = settings.page_url
        self._is_bind_loopback = settings.is_bind_loopback
        # The name of a header says that a proxy is meant to be there.
        self._is_alone = not settings.is_exposed and settings.web_user_header is None
        self._proxies = settings.web_proxies
        self._own_names = _own_names()

    def check(self, request: web.Request) -> Asked:
        """Raise ``Refused`` for a request under another name, or made by another site's page."""
        is_by_proxy = self._is_proxy(request.remote or "")
        if self._is_alone and _is_forwarded(request):
            raise Refused(403, "forwarded", "access-forwarded")
        hosts = request.headers.getall("Host", [])
        read = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if read is None or not self._is_ours(read, request):
            raise Refused(421, "wrong-host", "access-wrong-host", {"link": self._page_url})
        name, port = _name(read[1]), int(read[2]) if read[2] else None
        is_public = self._is_public(name, port)
        scheme = "https" if is_public else self._scheme(request, is_by_proxy=is_by_proxy)
        if not self._is_own_doing(request, name, port, scheme):
            raise Refused(403, "foreign", "access-foreign", {"link": self._page_url})
        return Asked(
            host=hosts[0].lower(),
            prefix=self._prefix if is_public else "",
            address=self.address(request),
            is_secure=scheme == "https",
            is_by_proxy=is_by_proxy,
        )

    def _is_ours(self, read: re.Match[str], request: web.Request) -> bool:
        name, port = _name(read[1]), int(read[2]) if read[2] else None
        if self._is_public(name, port):
            return True
        if not self._is_bind_loopback:
            # Whatever stands between may have another port: a container's, say.
            return _is_literal(name) or name in self._own_names
        is_here = name == "localhost" or (_is_literal(name) and is_loopback(name))
        return is_here and self._public is None and (port or 80) == _port_of(request)

    def _is_public(self, name: str, port: int | None) -> bool:
        return self._public == (name, port or 443)

    def _scheme(self, request: web.Request, *, is_by_proxy: bool) -> str | None:
        """``http`` or ``https``; None where something that we don't know of may speak TLS."""
        if self._is_alone:
            return "http"
        told = request.headers.get("X-Forwarded-Proto", "").strip().lower()
        return told if is_by_proxy and told in _PORTS else None

    def _is_own_doing(
        self, request: web.Request, name: str, port: int | None, scheme: str | None
    ) -> bool:
        if request.method in _SAFE_METHODS and not is_websocket(request):
            return True
        if request.headers.get("Sec-Fetch-Site", "none").lower() not in _OWN_FETCHES:
            return False
        origins = request.headers.getall("Origin", [])
        if not origins:
            return True
        try:
            origin = urlsplit(origins[0])
            origin_port = origin.port
        except ValueError:
            return False
        default = _PORTS.get(origin.scheme)
        return (
            len(origins) == 1
            and default is not None
            and scheme in (None, origin.scheme)
            and _name(origin.hostname or "") == name
            and (origin_port or default) == (port or default)
        )

    def address(self, request: web.Request) -> str:
        """The asker's, unchecked otherwise.

        The last address that no believed proxy has: further left anybody can write anything.
        """
        address = str(_literal(request.remote or "") or "")
        told = ",".join(request.headers.getall("X-Forwarded-For", []))
        for entry in reversed(told.split(",")):
            if not self._is_proxy(address):
                break
            before = _literal(entry.strip())
            if before is None:
                break
            address = str(before)
        return address

    def _is_proxy(self, text: str) -> bool:
        return is_within(text, self._proxies)


def is_within(address: str, networks: Iterable[Network]) -> bool:
    """Whether that IP address, however it is written, belongs to one of them."""
    found = _literal(address)
    return found is not None and any(found in network for network in networks)


def network_of(address: str) -> str:
    """What is counted as one asker."""
    found = _literal(address)
    if found is not None and found.version == 6:
        return str(ipaddress.ip_network((found, _IPV6_NETWORK_BITS), strict=False))
    return address


def is_websocket(request: web.Request) -> bool:
    """Whether the request asks for a WebSocket, which a page may open anywhere."""
    return request.headers.get("Upgrade", "").strip().lower() == "websocket"


def _is_forwarded(request: web.Request) -> bool:
    return any(
        name == "forwarded" or name == "x-real-ip" or name.startswith("x-forwarded-")
        for name in map(str.lower, request.headers)
    )


def _port_of(request: web.Request) -> int | None:
    """The port on which the request came in."""
    transport = request.transport
    local = transport.get_extra_info("sockname") if transport is not None else None
    return int(local[1]) if isinstance(local, tuple) else None


def _name(host: str) -> str:
    return host.strip("[]").lower().removesuffix(".")


def _literal(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address that a text is, also with a port, brackets or a zone; a mapped one as IPv4."""
    bare = text.partition("]")[0].removeprefix("[").partition("%")[0]
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_literal(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _own_names() -> frozenset[str]:
    """What this machine is called: by itself, and in the network around it (mDNS)."""
    full = socket.gethostname().lower().removesuffix(".")
    short = full.partition(".")[0]
    return frozenset({"localhost", full, short, f"{short}.local"} - {"", ".local"})
