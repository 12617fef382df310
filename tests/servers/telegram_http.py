"""The fake Telegram's two routes: methods, and files of the cloud: for tests.

Owns reading a request, misbehaving on order, and the shape of answers. Must not know what a method
does.
"""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Awaitable

from aiohttp import web

from tests.servers.chat_faults import Fault, Faults
from tests.servers.chat_files import send_file
from tests.servers.telegram_faults import refusal
from tests.servers.telegram_files import Files
from tests.servers.telegram_ledger import Ledger
from tests.servers.telegram_limits import Refused
from tests.servers.telegram_methods import Methods
from tests.servers.telegram_parameters import Parameters, read
from tests.servers.telegram_values import Request


class Http:
    """Answers requests and writes each of them down."""

    def __init__(
        self,
        token: str,
        methods: Methods,
        faults: Faults,
        files: Files,
        ledger: Ledger,
        *,
        is_local: bool,
    ) -> None:
        self._token = token
        self._methods = methods
        self._faults = faults
        self._files = files
        self._ledger = ledger
        self._is_local = is_local
        self._names = {name.lower(): name for name in methods.by_name}

    async def call(self, request: web.Request) -> web.StreamResponse:
        at_s = time.monotonic()
        told = request.match_info["method"]
        name = self._names.get(told.lower(), told)
        parameters, description = Parameters({}, {}), ""
        try:
            self._admit(request, name)
            parameters = await read(request, self._files.place, self._files.max_body_bytes)
            answer = await self._answer(request, name, parameters)
        except Refused as refused:
            description = refused.description
            answer = _refused(refused)
        status = 0 if answer is None else answer.status
        files = tuple(
            (one.name, one.file_name, one.size_bytes) for one in parameters.parts.values()
        )
        chat = parameters.values.get("chat_id")
        is_number = str(chat).removeprefix("-").isdigit()
        chat_id = int(str(chat)) if is_number else None
        self._ledger.note(
            Request(at_s, name, chat_id, dict(parameters.values), files, status, description)
        )
        if answer is not None:
            return answer
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _admit(self, request: web.Request, name: str) -> None:
        if not hmac.compare_digest(request.match_info["token"].encode(), self._token.encode()):
            is_formed = request.match_info["token"].partition(":")[0].isdigit()
            raise Refused(401, "Unauthorized") if is_formed else Refused(404, "Not Found")
        self._methods.log_in(is_local=self._is_local)
        if name not in self._methods.by_name:
            raise Refused(404, "Not Found: method not found")

    async def _answer(
        self, request: web.Request, name: str, parameters: Parameters
    ) -> web.StreamResponse | None:
        """None cuts the line."""
        fault = self._faults.take(name, str(parameters.values.get("chat_id", "")))
        if fault is not None:
            if fault.kind == "drop":
                return None
            if (refused := refusal(fault)) is not None:
                raise refused
            if fault.kind == "http_error":
                return _proxy_page(int(fault.number("status", 502)))
            if fault.kind == "slow":
                await asyncio.sleep(fault.number("delay_s", 1))
        result = self._methods.by_name[name](parameters)
        if isinstance(result, Awaitable):
            result = await result
        if fault is not None and fault.kind == "late_answer":
            await asyncio.sleep(fault.number("delay_s", 1))
        if fault is not None and fault.kind == "lost_answer":
            return None
        return web.json_response({"ok": True, "result": result})

    async def file(self, request: web.Request) -> web.StreamResponse:
        is_known = hmac.compare_digest(request.match_info["token"].encode(), self._token.encode())
        path = self._files.linked(request.match_info["path"]) if is_known else None
        fault: Fault | None = self._faults.take("file", "")
        kind = fault.kind if fault is not None else ""
        if fault is not None and kind == "http_error":
            return _proxy_page(int(fault.number("status", 502)))
        if path is None or self._is_local or kind == "gone":
            return _refused(Refused(404, "Not Found"))
        if kind in ("drop", "malformed") and request.transport is not None:
            if kind == "malformed":
                request.transport.write(b"HTTP/1.1 200 OK\r\nthis is no header\r\n\r\n")
                request.transport.close()
            else:
                request.transport.abort()
            return web.Response()
        if fault is not None and kind in ("slow", "late_answer"):
            await asyncio.sleep(fault.number("delay_s", 0 if "bytes_per_s" in fault.options else 1))
        return await send_file(request, path, fault)


def _refused(refused: Refused) -> web.Response:
    return web.json_response(refused.body, status=refused.status)


def _proxy_page(status: int) -> web.Response:
    page = f"<html>\r\n<head><title>{status}</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"
    return web.Response(status=status, text=page, content_type="text/html")
