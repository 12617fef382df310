"""Uploads that are refused: in plain words, and nothing of them stays behind."""

from __future__ import annotations

import asyncio
import gzip
from base64 import b64encode
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from core.errors import MAX_UPLOAD_BYTES
from core.media import safe_name
from tests.integration.tus_caller import BODY, Rig, rig_in
from tests.servers import upload_server
from tests.servers.upload_server import OWNER

MIB = 2**20


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig_in(tmp_path) as made:
        yield made


def encoded(text: str | bytes) -> str:
    return b64encode(text if isinstance(text, bytes) else text.encode()).decode()


async def test_what_the_server_can_do(rig: Rig) -> None:
    for upload in ("", "any"):
        answer = await rig.caller.ask("OPTIONS", upload, Tus_Resumable=None)
        assert answer.status == 204
        assert answer.headers["Tus-Resumable"] == answer.headers["Tus-Version"] == "1.0.0"
        assert answer.headers["Tus-Max-Size"] == str(MAX_UPLOAD_BYTES)
        assert answer.headers["Tus-Extension"] == "creation,expiration,termination"


@pytest.mark.parametrize("version", [None, "0.2.2", "1.0", ""])
async def test_another_version_is_not_spoken(rig: Rig, version: str | None) -> None:
    upload = await rig.caller.create(10)
    for method, one in (("POST", ""), ("HEAD", upload), ("PATCH", upload), ("DELETE", upload)):
        answer = await rig.caller.ask(method, one, Tus_Resumable=version, Upload_Length="10")
        assert answer.status == 412
        assert answer.headers["Tus-Version"] == "1.0.0"
    assert rig.held() == {upload}


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 400, "malformed"),
        ({"Upload_Defer_Length": "1"}, 400, "malformed"),
        ({"Upload_Length": ""}, 400, "malformed"),
        ({"Upload_Length": "-1"}, 400, "malformed"),
        ({"Upload_Length": "1e3"}, 400, "malformed"),
        ({"Upload_Length": "0x10"}, 400, "malformed"),
        ({"Upload_Length": "1_000"}, 400, "malformed"),
        ({"Upload_Length": "9" * 40}, 400, "malformed"),
        ({"Upload_Length": "²"}, 400, "malformed"),
        ({"Upload_Length": "9", "Upload_Concat": "partial"}, 400, "malformed"),
        ({"Upload_Length": "9", "Upload_Metadata": "filename ###"}, 400, "malformed"),
        ({"Upload_Length": "9", "Upload_Metadata": "filename YQ"}, 400, "malformed"),
        ({"Upload_Length": "0"}, 400, "empty"),
        ({"Upload_Length": str(MAX_UPLOAD_BYTES + 1)}, 413, "too-large"),
        ({"Upload_Length": "9" * 15}, 413, "too-large"),
    ],
)
async def test_no_upload_is_begun(
    rig: Rig, headers: dict[str, str], status: int, code: str
) -> None:
    answer = await rig.caller.ask("POST", **headers)
    assert (answer.status, answer.told["code"]) == (status, code)
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert rig.held() == set()


async def test_the_largest_that_may_be_is_begun(rig: Rig) -> None:
    upload = await rig.caller.create(MAX_UPLOAD_BYTES)
    answer = await rig.caller.ask("HEAD", upload)
    assert answer.headers["Upload-Length"] == str(MAX_UPLOAD_BYTES)
    assert answer.headers["Upload-Offset"] == "0"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Upload-Expires"].endswith(" GMT")


async def test_the_refusal_is_in_the_language_of_the_browser(rig: Rig) -> None:
    length = str(MAX_UPLOAD_BYTES + 1)
    answer = await rig.caller.ask("POST", Upload_Length=length, Accept_Language="fr, zh-TW;q=0.9")
    assert answer.told["error"].startswith("这段视频太大了：最多 500 MB")
    answer = await rig.caller.ask("POST", Upload_Length=length, Accept_Language="fr")
    assert answer.told["error"].startswith("This clip is too large: up to 500 MB")


@pytest.mark.parametrize(
    ("claimed", "shown"),
    [
        ("holiday.MOV", "holiday.MOV"),
        ("我的 片段.mp4", "我的 片段.mp4"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\clip.mp4", "clip.mp4"),
        ("/", "clip"),
        ("", "clip"),
        ("..", "clip"),
        (".mp4", "mp4"),
        ("<script>alert(1).mp4", "scriptalert1.mp4"),
        ('a"; x=".mp4', "a x.mp4"),
        ("a\r\nSet-Cookie: x.mp4", "aSet-Cookie x.mp4"),
        ("a\x00b\x1b[2J\u202egpj.mp4", "ab2Jgpj.mp4"),
        ("x.mp4<svg onload=1>", "x"),
        (b"\xff\xfe\x80.mp4", "clip.mp4"),
        ("a" * 5000 + ".mp4", "a" * 80 + ".mp4"),
        ("a." + "b" * 5000, "a"),
        ("nmv_usr_TOPSECRET.mp4", "clip.mp4"),
        ("nmv_u\x00sr_TOP.SECRET", "clip.SECRET"),
        ("of me nmv_usr_TOPSECRET now.mp4", "of me now.mp4"),
        ("two.dots.mp4", "two.dots.mp4"),
    ],
)
async def test_a_name_is_only_a_name(rig: Rig, claimed: str | bytes, shown: str) -> None:
    metadata = f"filename {encoded(claimed)},filetype {encoded('text/html; <x>')},other"
    answer = await rig.caller.ask("POST", Upload_Length="1", Upload_Metadata=metadata)
    assert answer.status == 201
    upload = answer.headers["Location"].rpartition("/")[2]
    kept = rig.shelf.begun(upload)
    assert kept is not None
    assert (kept.name, kept.mime) == (shown, "text/html")
    assert safe_name(kept.name, "") in (kept.name, kept.name.rpartition(".")[0])
    told = await rig.caller.ask("HEAD", upload)
    assert told.headers["Upload-Metadata"].split(",")[0] == f"filename {encoded(shown)}"
    assert rig.held() == {upload}


async def test_headers_beyond_all_measure_are_refused_by_the_server(rig: Rig) -> None:
    metadata = f"filename {encoded('x' * 50_000)}"
    answer = await rig.caller.ask("POST", Upload_Length="1", Upload_Metadata=metadata)
    assert answer.status == 400
    assert rig.held() == set()


async def test_an_odd_type_is_not_kept(rig: Rig) -> None:
    for odd in ("", "x", "a/b/c", "text/html\r\nX: y", "v" * 100 + "/mp4", "视频/mp4"):
        metadata = f"filetype {encoded(odd)}"
        answer = await rig.caller.ask("POST", Upload_Length="1", Upload_Metadata=metadata)
        kept = rig.shelf.begun(answer.headers["Location"].rpartition("/")[2])
        assert kept is not None
        assert kept.mime == ""


async def surplus() -> AsyncIterator[bytes]:
    for _ in range(11):
        yield b"x" * 200_000


@pytest.mark.parametrize(
    ("headers", "body", "status", "code"),
    [
        ({"Content-Type": "application/octet-stream"}, b"x", 415, "malformed"),
        ({"Content-Type": "text/html"}, b"x", 415, "malformed"),
        ({"Content-Encoding": "gzip"}, gzip.compress(b"x" * 1000, mtime=0), 415, "malformed"),
        ({"Upload-Offset": "-3"}, b"x", 400, "malformed"),
        ({"Upload-Offset": "3.0"}, b"x", 400, "malformed"),
        ({"Upload-Offset": "9" * 30}, b"x", 400, "malformed"),
        ({"Upload-Offset": "999999999999999"}, b"x", 409, "offset"),
        ({"Upload-Offset": "2"}, b"x", 409, "offset"),
        ({"Upload-Offset": "4"}, b"x", 409, "offset"),
        ({}, b"x" * (2 * MIB - 2), 413, "surplus"),
        ({}, surplus, 413, "surplus"),
    ],
)
async def test_nothing_is_added(
    rig: Rig, headers: dict[str, str], body: Any, status: int, code: str
) -> None:
    upload = await rig.caller.create(2 * MIB)
    assert (await rig.caller.append(upload, 0, b"abc")).offset_bytes == 3
    body = body() if callable(body) else body
    answer = await rig.caller.append(upload, 3, body, **headers)
    assert (answer.status, answer.told["code"]) == (status, code)
    if status == 409:
        assert answer.offset_bytes == 3
    kept = rig.shelf.begun(upload)
    assert kept is not None
    assert kept.path.read_bytes() == b"abc"
    assert rig.shelf.find(upload) is None
    assert (await rig.caller.append(upload, 3, b"d")).offset_bytes == 4


async def test_a_missing_offset_is_no_offset(rig: Rig) -> None:
    upload = await rig.caller.create(3)
    answer = await rig.caller.ask("PATCH", upload, b"abc", **BODY)
    assert (answer.status, await rig.caller.offset(upload)) == (400, 0)


async def test_a_length_that_lies_adds_what_came(rig: Rig) -> None:
    upload = await rig.caller.create(1000)
    head = (
        f"PATCH {upload_server.PATH}/{upload} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\n"
        f"Content-Type: {BODY['Content-Type']}\r\nUpload-Offset: 0\r\nContent-Length: 1000\r\n\r\n"
    )
    _, writer = await asyncio.open_connection("127.0.0.1", rig.port)
    writer.write(head.encode() + b"x" * 400)
    await writer.drain()
    writer.close()
    assert await rig.caller.offset(upload) == 400
    reader, writer = await asyncio.open_connection("127.0.0.1", rig.port)
    shorter = head.replace("Offset: 0", "Offset: 400").replace("Length: 1000", "Length: 100")
    writer.write(shorter.encode() + b"y" * 200)
    # What comes after it is no request; the server may say so before it has looked at this one.
    assert (await reader.readline()).split()[1] in (b"204", b"400")
    writer.close()
    offset_bytes = await rig.caller.offset(upload)
    assert offset_bytes in (400, 500)
    kept = rig.shelf.begun(upload)
    assert kept is not None
    assert kept.path.read_bytes() == (b"x" * 400 + b"y" * 100)[:offset_bytes]
    reader, writer = await asyncio.open_connection("127.0.0.1", rig.port)
    more = head.replace("Offset: 0", f"Offset: {offset_bytes}").replace("1000\r", "99999999999\r")
    writer.write(more.encode())
    assert (await reader.readline()).startswith(b"HTTP/1.1 413"), "told before a byte is sent"
    writer.close()


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
async def test_another_owners_upload_is_as_one_that_never_was(rig: Rig, method: str) -> None:
    upload = await rig.caller.create(3, owner="ben")
    whole = await rig.caller.create(3, owner="ben")
    for one in (upload, whole):
        sent = await rig.caller.append(one, 0, b"ab" if one == upload else b"abc", **{OWNER: "ben"})
        assert sent.status == 204
    never = await rig.caller.ask(method, "0" * 32, b"", Upload_Offset="0", **BODY)
    assert never.status == 404
    forged = ("..", "%2e%2e%2f%2e%2e", f"{upload}.bin", upload.upper(), f"{upload}%00", "%F0%9F")
    for one in (upload, whole, *forged):
        answer = await rig.caller.ask(method, one, b"", Upload_Offset="0", **BODY)
        if one != "..":
            assert answer.body == never.body
        assert answer.status in (404, 405)
    assert rig.held() == {upload, whole}
    assert await rig.uploads.settle("anna", [whole, "0" * 32]) == [None, None]
    found = await rig.uploads.settle("ben", ["..", whole, upload])
    assert [kept and kept.id for kept in found] == [None, whole, None]


async def test_a_whole_upload_tells_so_and_takes_no_more(rig: Rig) -> None:
    upload = await rig.caller.create(3)
    answer = await rig.caller.append(upload, 0, b"abc")
    assert (answer.status, answer.offset_bytes) == (204, 3)
    assert "Upload-Expires" not in answer.headers
    answer = await rig.caller.ask("HEAD", upload)
    assert (answer.offset_bytes, answer.headers["Upload-Length"]) == (3, "3")
    assert (await rig.caller.append(upload, 3, b"")).status == 204
    assert (await rig.caller.append(upload, 3, b"d")).status == 413
    assert (await rig.caller.append(upload, 0, b"abc")).status == 409
    kept = await rig.kept(upload)
    assert kept is not None
    assert kept.path.read_bytes() == b"abc"
    assert (await rig.caller.ask("DELETE", upload)).status == 204
    assert (await rig.caller.ask("DELETE", upload)).status == 404
    assert rig.held() == set()


async def test_a_network_that_lets_only_post_pass(rig: Rig) -> None:
    upload = await rig.caller.create(3)
    given = {**BODY, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    assert (await rig.caller.ask("POST", upload, b"abc", **given)).status == 204
    told = await rig.caller.ask("POST", upload, X_HTTP_Method_Override="HEAD")
    assert told.offset_bytes == 3
    assert (await rig.caller.ask("POST", upload, X_HTTP_Method_Override="PUT")).status == 405
    assert (await rig.caller.ask("POST", upload)).status == 405
    assert (await rig.caller.ask("POST", upload, X_HTTP_Method_Override="DELETE")).status == 204
    assert rig.held() == set()
