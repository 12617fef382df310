"""Whether requests and answers are such as the published description has them: for tests.

Owns the comparison with the specs that may lie beside the repository. Must not know the fake
server's routes: a request that the fake takes may still be wrong, and the other way round.

What the description gets wrong, or the library takes lightly, is put right first: ids that go out
as numbers, ``attachments[].id`` among them, are text there; 4000 characters are allowed there where
a bot has 2000; the codes within an invalid form's tree are words, not numbers; a reference may be
a forward. It has no gateway, and checks no command's name: ``discord_commands`` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.servers.discord_limits import INVALID_FORM, MAX_TEXT
from tests.servers.discord_routes import NOT_PUBLISHED
from tests.servers.discord_values import Request

SPECS = Path(__file__).resolve().parents[3] / "shared" / "specs" / "discord-openapi.json"

_URI = "urn:discord"
_IDS = {"guild_id", "channel_id", "message_id", "recipient_id", "users", "roles"}
_QUIRKS = {"use_nested_fields"}
"""What the library puts into addresses, and the description has not."""

_FORWARD = {"title": "FORWARD", "const": 1}
"""Source: the documentation, "Message reference types"."""

_NOISE = {"tts": False, "nsfw": False}
"""What the library sends everywhere, with this value, also where the description has it not."""


class Schema:
    """The published paths."""

    def __init__(self, published: dict[str, Any]) -> None:
        self._paths: dict[str, Any] = published["paths"]
        self._responses: dict[str, Any] = published["components"]["responses"]
        published["components"]["schemas"]["MessageReferenceType"]["oneOf"].append(_FORWARD)
        resource = Resource.from_contents(published, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_URI, resource)
        self._validators: dict[str, Draft202012Validator] = {}

    def faults(self, requests: Iterable[Request]) -> list[str]:
        """What is wrong with the requests, each with its route."""
        return [
            f"{one.method} {one.path}: {fault}"
            for one in requests
            if one.endpoint not in NOT_PUBLISHED
            for fault in self._faults_of(one)
        ]

    def answer_faults(self, requests: Iterable[Request]) -> list[str]:
        """What is wrong with the fake's answers to them."""
        return [
            f"{one.method} {one.path} {one.status}: {fault}"
            for one in requests
            if one.endpoint not in NOT_PUBLISHED and one.status and one.answer is not None
            for fault in self._answer_faults_of(one)
        ]

    def _faults_of(self, request: Request) -> Iterator[str]:
        route = self._paths.get(request.path, {})
        operation = route.get(request.method.lower())
        if operation is None:
            yield "no such route"
            return
        told = [*route.get("parameters", []), *operation.get("parameters", [])]
        for place, given in (("path", request.values), ("query", request.query)):
            known = {one["name"]: one for one in told if one["in"] == place}
            strange = set(given) - set(known) - _QUIRKS
            yield from (f"unknown in the {place}: {name}" for name in strange)
            for name in set(given) & set(known):
                yield from self._wrong_text(name, given[name], known[name]["schema"])
        content = operation.get("requestBody", {}).get("content", {})
        kind = "multipart/form-data" if request.files else "application/json"
        if request.body is None:
            if operation.get("requestBody", {}).get("required"):
                yield "no body"
        elif kind not in content:
            yield f"takes no {kind}"
        else:
            body = _put_right(request.body)
            if isinstance(body, dict):
                body |= {name: "" for name, _, _ in request.files if "callback" not in request.path}
            is_closed = isinstance(body, dict) and not request.files
            yield from self._wrong(content[kind]["schema"], body, is_closed=is_closed)
            yield from _too_long(body)

    def _wrong_text(self, name: str, value: str, schema: dict[str, Any]) -> Iterator[str]:
        """A value of an address is of the type that it reads as."""
        readings: list[Any] = [value]
        if value.lower() in ("0", "1", "true", "false"):
            readings.append(value.lower() in ("1", "true"))
        if value.isdigit():
            readings.append(int(value))
        found = [list(self._wrong(schema, one)) for one in readings]
        if all(found):
            yield f"{name}={value}: {found[0][0]}"

    def _answer_faults_of(self, request: Request) -> Iterator[str]:
        operation = self._paths.get(request.path, {}).get(request.method.lower())
        if operation is None:
            return
        responses = operation["responses"]
        told = responses.get(str(request.status)) or responses.get(f"{request.status // 100}XX")
        if told is None:
            yield "no such answer"
            return
        if "$ref" in told:
            told = self._responses[told["$ref"].rpartition("/")[2]]
        answer = request.answer
        if request.code == INVALID_FORM:
            answer = {name: value for name, value in answer.items() if name != "errors"}
        yield from self._wrong(told["content"]["application/json"]["schema"], answer)

    def _wrong(
        self, schema: dict[str, Any], value: Any, *, is_closed: bool = False
    ) -> Iterator[str]:
        """``is_closed``: at the top there may be nothing that the description doesn't have."""
        if is_closed:
            schema = {"allOf": [schema], "unevaluatedProperties": False}
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            whole = json.loads(key.replace('"#/components', f'"{_URI}#/components'))
            self._validators[key] = Draft202012Validator(whole, registry=self._registry)
        for error in self._validators[key].iter_errors(value):
            yield f"{error.json_path}: {_nearest(error)}"


def _nearest(error: Any) -> str:
    """The complaint of the alternative that came closest."""
    deepest = [error]
    for inner in error.context or ():
        deepest.append(inner)
        deepest += inner.context or ()
    told = max(deepest, key=lambda one: len(one.absolute_path))
    return f"{told.json_path}: {told.message[:300]}"


def _put_right(value: Any, name: str = "") -> Any:
    """The same with ids as text, and without what the library sends everywhere."""
    if isinstance(value, list):
        return [_put_right(one, name) for one in value]
    if isinstance(value, dict):
        kept = {key: one for key, one in value.items() if one is not _NOISE.get(key, ...)}
        if name == "attachments" and "id" in kept:
            kept["id"] = str(kept["id"])
        return {key: _put_right(one, key) for key, one in kept.items()}
    return str(value) if name in _IDS and isinstance(value, int) else value


def _too_long(body: Any) -> Iterator[str]:
    for told in (body, body.get("data"), body.get("message")) if isinstance(body, dict) else ():
        text = (told or {}).get("content")
        if isinstance(text, str) and len(text) > MAX_TEXT:
            yield f"$.content: {len(text)} characters, {MAX_TEXT} are allowed"


@cache
def published() -> Schema | None:
    """The schema, or None where the specs are not beside the repository."""
    if not SPECS.is_file():
        return None
    return Schema(json.loads(SPECS.read_text(encoding="utf-8")))
