"""The fake Discord's rates, and what goes wrong there on order, through the real client library."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import discord
import pytest

from tests.integration.discord_client import Client, at, check, refused
from tests.servers.discord import DiscordServer
from tests.servers.discord_rates import Rates
from tests.servers.discord_schema import published
from tests.servers.discord_testing import running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DiscordServer]:
    with DiscordServer(tmp_path / "discord") as server:
        yield server
        check(server)


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[Client]:
    async with running(Client(), server) as client:
        yield client


async def test_rates(tmp_path: Path) -> None:
    rates = Rates(buckets={"send": (2, 0.4)}, overall_per_s=1000)
    with DiscordServer(tmp_path, rates=rates) as server:
        async with running(Client(), server) as client:
            anna = server.dm("anna")
            channel = await at(client, anna)
            begun_s = time.monotonic()
            for number in range(5):
                await channel.send(str(number))
            # The library waits by the headers, and is never refused.
            assert time.monotonic() - begun_s >= 0.7
            assert {one.status for one in server.requests} == {200}
            url, headers = f"{server.url}/api/v10", {"Authorization": f"Bot {server.token}"}
            async with aiohttp.ClientSession(url + "/", headers=headers) as session:
                for _ in range(2):
                    await session.post(f"channels/{anna.id}/messages", json={"content": "x"})
                async with session.post(
                    f"channels/{anna.id}/messages", json={"content": "x"}
                ) as answer:
                    told = await answer.json()
                    assert answer.status == 429 and 0 < told["retry_after"] <= 0.4
                    assert told["global"] is False
                    assert answer.headers["X-RateLimit-Scope"] == "user"
                    assert answer.headers["X-RateLimit-Remaining"] == "0"
        check(server)


async def test_too_many_invalid_requests_block(tmp_path: Path) -> None:
    with DiscordServer(tmp_path, rates=Rates(invalid=3)) as server:
        async with aiohttp.ClientSession() as session:
            told = []
            for _ in range(4):
                async with session.get(f"{server.url}/api/v10/users/@me") as answer:
                    told.append((answer.status, "Via" in answer.headers))
            assert told == [(401, True)] * 3 + [(429, False)]
            good = {"Authorization": f"Bot {server.token}"}
            async with session.get(f"{server.url}/api/v10/users/@me", headers=good) as answer:
                assert (answer.status, "Via" in answer.headers) == (429, False)
        assert server.meter.invalid_count == 5


async def test_faults_on_order(server: DiscordServer, client: Client) -> None:
    anna, ben = server.dm("anna"), server.dm("ben")
    channel = await at(client, anna)
    for kind, options, status, code in (
        ("refuse", {}, 403, 50013),
        ("refuse", {"status": 400, "code": 50006}, 400, 50006),
        ("gone", {}, 404, 10003),
        ("too_large", {}, 413, 40005),
        ("http_error", {"status": 503}, 503, 0),
        ("banned", {}, 429, 0),
    ):
        server.arm("send", kind, chat=anna, **options)
        await (await at(client, ben)).send("not for ben")
        await refused(channel.send("never came"), status, code)
    server.arm("send", "drop")
    with pytest.raises(aiohttp.ClientError):
        await channel.send("never came")
    assert anna.texts == []
    server.arm("send", "rate_limit", retry_after_s=0.2)
    server.arm("send", "http_error", status=502, after=1)
    server.arm("send", "slow", delay_s=0.2)
    server.arm("send", "late_answer", delay_s=0.2)
    begun_s = time.monotonic()
    await channel.send("one")
    await channel.send("two")
    # The library waits and tries again of itself after both.
    assert time.monotonic() - begun_s >= 1.2
    assert anna.texts == ["one", "two"]
    statuses = [one.status for one in server.ledger.requests("send") if one.channel == anna.id]
    assert statuses[-5:].count(200) == 2 and {429, 502} <= set(statuses[-5:])


async def test_a_server_that_is_away(server: DiscordServer, client: Client) -> None:
    channel = await at(client, server.dm("anna"))
    server.go_away()
    with pytest.raises(aiohttp.ClientError):
        await channel.send("x")
    server.come_back()
    await channel.send("y")
    assert server.dm("anna").texts == ["y"]


async def test_the_schema_finds_what_is_wrong(server: DiscordServer, client: Client) -> None:
    schema = published()
    if schema is None:
        pytest.skip("the specs are not beside the repository")
    channel = await at(client, server.dm("anna"))
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Go", custom_id="go"))
    await channel.send("x", view=view)
    [sent] = server.ledger.requests("send")
    assert schema.faults([sent]) == schema.answer_faults([sent]) == []
    row = {"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "x" * 101}]}
    for changes in (
        {"body": sent.body | {"contents": "y"}},
        {"body": sent.body | {"content": 5}},
        {"body": sent.body | {"content": "y" * 2001}},
        {"body": sent.body | {"components": [row]}},
        {"body": sent.body | {"attachments": [{"filename": "x"}]}},
        {"path": "/channels/{channel_id}/words"},
        {"query": {"wait": "1"}},
        {"values": {"channel_id": "general"}},
    ):
        assert len(schema.faults([replace(sent, **changes)])) >= 1, changes
    for answer in (sent.answer | {"id": 5}, {"id": "5"}, sent.answer | {"timestamp": None}):
        assert len(schema.answer_faults([replace(sent, answer=answer)])) >= 1, answer
