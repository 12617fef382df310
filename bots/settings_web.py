"""The chat page's settings: names, defaults and checks, as a part of the one value of all settings.

Must not start or open anything, nor know any other platform's settings. What depends on where is
listened (whether the page is on, and whether it may be) is decided in ``settings``.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import Annotated, Final, Self

from pydantic import AliasChoices, BaseModel, Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_SHORTEST_PASSWORD: Final = 10
"""Characters. Guesses are slowed down (``bots/web/login.py``); this is for what is left."""
_HEADER: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_SET_BY_BROWSERS: Final = frozenset(
    {"accept", "accept-language", "authorization", "connection", "cookie", "host", "origin"}
    | {"referer", "upgrade", "user-agent", "via", "forwarded", "x-forwarded-for", "x-real-ip"}
)
"""Headers that name nobody: everybody's browser or any proxy sends them."""


class WebSettings(BaseModel):
    """What ``bots.settings.Settings`` has of the chat page."""

    web: bool | None = Field(None, validation_alias=AliasChoices("web", "BACKDROP_WEB"))
    """Whether there is a chat page; not set: see ``Settings.is_web_on``."""

    web_password: SecretStr | None = Field(
        None, validation_alias=AliasChoices("web_password", "BACKDROP_WEB_PASSWORD")
    )
    """One password for all who may come in; each browser is a visitor of its own."""

    web_user_header: str | None = Field(
        None, validation_alias=AliasChoices("web_user_header", "BACKDROP_WEB_USER_HEADER")
    )
    """The header in which a proxy that logs people in (OIDC, like oauth2-proxy) names them."""

    web_proxies: Annotated[tuple[Network, ...], NoDecode] = Field(
        (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128")),
        validation_alias=AliasChoices("web_proxies", "BACKDROP_WEB_PROXIES"),
    )
    """Whose word is taken for who asks, from where and whether by https; comma separated in the
    environment."""

    @field_validator("web_password")
    @classmethod
    def _is_password(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        # An umlaut can be typed as one character or as two, by system.
        password = unicodedata.normalize("NFC", value.get_secret_value())
        if password != password.strip():
            raise ValueError("must not begin or end with a blank: nobody sees it when typing")
        if len(password) < _SHORTEST_PASSWORD:
            raise ValueError(f"must have at least {_SHORTEST_PASSWORD} characters")
        return SecretStr(password)

    @field_validator("web_user_header")
    @classmethod
    def _is_header(cls, value: str | None) -> str | None:
        if value is None:
            return None
        name = value.strip()
        if _HEADER.fullmatch(name) is None:
            raise ValueError("must be the name of a header, like X-Forwarded-Email")
        if name.lower() in _SET_BY_BROWSERS:
            raise ValueError(
                "must be a header that only your proxy sets, like X-Forwarded-Email: this one "
                "names nobody"
            )
        return name

    @field_validator("web_proxies", mode="before")
    @classmethod
    def _are_networks(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        networks: list[Network] = []
        wrong: list[str] = []
        for entry in filter(None, (part.strip() for part in value.split(","))):
            try:
                networks.append(ipaddress.ip_network(entry, strict=False))
            except ValueError:
                wrong.append(f"“{entry}”")
        if wrong:
            raise ValueError(
                "must be addresses or networks, like 10.0.0.2 or 172.16.0.0/12, separated by "
                f"commas; these are none: {', '.join(wrong)}"
            )
        if any(network.prefixlen == 0 for network in networks):
            raise ValueError("must not be everybody: whoever is in it can say to be anybody")
        return tuple(networks)

    @model_validator(mode="after")
    def _is_one_way_in(self) -> Self:
        if self.web_password is not None and self.web_user_header is not None:
            raise ValueError(
                "BACKDROP_WEB_PASSWORD and BACKDROP_WEB_USER_HEADER exclude each other: take away "
                "the password where your proxy logs people in"
            )
        return self
