"""Whether requests are such as the published method schema has them: for tests.

Owns the comparison with the specs that may lie beside the repository. Must not know the fake
server's methods: a request that the fake takes may still be wrong, and the other way round.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from tests.servers.telegram_values import Request

SPECS = Path(__file__).resolve().parents[3] / "shared" / "specs" / "telegram-bot-api-10.1.json"

_ARRAY = "Array of "


class Schema:
    """The published methods and types."""

    def __init__(self, published: dict[str, Any]) -> None:
        self._methods: dict[str, Any] = published["methods"]
        self._types: dict[str, Any] = published["types"]

    def faults(self, requests: Iterable[Request]) -> list[str]:
        """What is wrong with the requests, each with its method and parameter."""
        return [f"{one.method}: {fault}" for one in requests for fault in self._faults_of(one)]

    def _faults_of(self, request: Request) -> list[str]:
        method = self._methods.get(request.method)
        if method is None:
            return ["no such method"]
        fields = {field["name"]: field for field in method.get("fields", [])}
        parts = {name for name, _, _ in request.files}
        attached = {name for name in parts if f"attach://{name}" in json.dumps(request.parameters)}
        found = [f"unknown parameter {name}" for name in request.parameters if name not in fields]
        found += [f"unknown part {name}" for name in parts - set(fields) - attached]
        for name, field in fields.items():
            if name in request.parameters:
                found += self._wrong(name, request.parameters[name], field["types"], is_text=True)
            elif name in parts:
                if "InputFile" not in field["types"]:
                    found.append(f"{name} is no file")
            elif field["required"]:
                found.append(f"{name} is missing")
        return found

    def _wrong(self, where: str, value: Any, types: list[str], *, is_text: bool) -> list[str]:
        """What is wrong with a value that may be of any of the types.

        ``is_text``: it stands in a form, where everything but a String is JSON in a string.
        """
        inner = [one.removeprefix(_ARRAY) for one in types if one.startswith(_ARRAY)]
        if len(inner) > 1:
            # "Array of A" or "Array of B" is published for arrays that may mix them.
            decoded = _decoded(value) if is_text else value
            if isinstance(decoded, list):
                return [
                    fault
                    for number, one in enumerate(decoded)
                    for fault in self._wrong(f"{where}[{number}]", one, inner, is_text=False)
                ]
        if isinstance(value, dict):
            types = [one for one in types if self._is_named(one, value)] or types
        tried = [self._against(where, value, one, is_text=is_text) for one in types]
        return min(tried, key=len) if tried else []

    def _against(self, where: str, value: Any, kind: str, *, is_text: bool) -> list[str]:
        if kind in ("String", "InputFile"):
            return [] if isinstance(value, str) else [f"{where} is not a {kind}: {value!r}"]
        if is_text:
            value = _decoded(value)
        if kind.startswith(_ARRAY):
            if not isinstance(value, list):
                return [f"{where} is not an {kind}: {value!r}"]
            inner = kind.removeprefix(_ARRAY)
            return [
                fault
                for number, one in enumerate(value)
                for fault in self._wrong(f"{where}[{number}]", one, [inner], is_text=False)
            ]
        if kind in ("Integer", "Boolean", "Float"):
            return [] if _is_plain(value, kind) else [f"{where} is not a {kind}: {value!r}"]
        return self._object(where, value, kind)

    def _object(self, where: str, value: Any, kind: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{where} is not a {kind}: {value!r}"]
        published = self._types[kind]
        if subtypes := published.get("subtypes"):
            return self._wrong(where, value, subtypes, is_text=False)
        fields = {field["name"]: field for field in published.get("fields", [])}
        found = [f"{where}.{name} is unknown to {kind}" for name in value if name not in fields]
        for name, field in fields.items():
            if name in value:
                found += self._wrong(f"{where}.{name}", value[name], field["types"], is_text=False)
            elif field["required"]:
                found.append(f"{where}.{name} is missing")
        return found

    def _is_named(self, kind: str, value: dict[str, Any]) -> bool:
        """Whether the object's own ``type`` says that it is of this kind."""
        for field in self._types.get(kind, {}).get("fields", []):
            if field["name"] in ("type", "source", "status"):
                words = field["description"].replace("“", " ").replace("”", " ").split()
                return str(value.get(field["name"])) in (one.strip('",.') for one in words)
        return False


def _decoded(value: Any) -> Any:
    """A form's value as JSON; text that is none stays text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _is_plain(value: Any, kind: str) -> bool:
    if kind == "Boolean":
        return isinstance(value, bool)
    wanted = (int,) if kind == "Integer" else (int, float)
    return isinstance(value, wanted) and not isinstance(value, bool)


@cache
def published() -> Schema | None:
    """The schema, or None where the specs are not beside the repository."""
    if not SPECS.is_file():
        return None
    return Schema(json.loads(SPECS.read_text(encoding="utf-8")))
