"""What any Nemo must let our client do: one suite for the fake server and the embedded engine.

Subclass `NemoContract` and give it a `rig` fixture. The rig starts a server in one of its shapes,
arms faults, and tells what the server has seen; the suite itself speaks through `NemoClient` only.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.errors import (
    AccountError,
    BackendDown,
    ExportBlocked,
    NemoError,
    OutcomeUnknown,
    OutOfCredits,
    RateLimited,
    RenderUnknown,
    ScopeMissing,
    SessionLost,
    TokenRejected,
    UnsupportedFile,
)
from core.model import RenderState
from core.nemo.account import Account, MemoryTokenStore
from core.nemo.client import NemoClient
from core.nemo.draft import is_ready, tracks
from core.secrecy import Secret
from tests.contract.nemo_export_contract import NemoExportContract
from tests.contract.nemo_rig import (
    ATTRIBUTION,
    PROOF,
    TIMETABLE,
    TRIM,
    Rig,
    Visit,
    closing,
    text_of,
)


class NemoContract(NemoExportContract):
    """The suite. Needs the fixture `rig`."""

    @pytest.fixture
    async def client(self, rig: Rig) -> AsyncIterator[NemoClient]:
        account = Account.anonymous(MemoryTokenStore(), TIMETABLE)
        async with NemoClient(rig.api_url, account, TIMETABLE, attributed=ATTRIBUTION) as client:
            yield client

    @pytest.fixture
    async def visit(self, rig: Rig, client: NemoClient) -> Visit:
        return Visit(client, await client.create_session("en"), rig.clip())

    # --- the way through ------------------------------------------------------------------------

    async def test_from_a_clip_to_an_mp4(self, rig: Rig, visit: Visit, tmp_path: Path) -> None:
        client, session_id = visit.client, visit.session.session_id
        assert visit.session.task_id
        assert visit.session.session_id.isdigit()
        uploaded = await visit.upload()
        assert (uploaded.name, uploaded.kind) == ("me at home 我.mp4", "video")
        assert uploaded.hash
        before = await client.state(session_id)
        assert [file.hash for file in before.files] == [uploaded.hash]
        assert is_ready(before.draft)

        events = await visit.say()
        assert closing(events) is None
        said = text_of(events)
        assert said.strip()
        assert said.count(said.strip()[:12]) == 1
        after = await client.state(session_id)
        (item,) = (item for track in tracks(after.draft)[:1] for item in track.items)
        assert item.end_ms == 1000
        assert after.pictures
        size = await client.fetch_picture(after.pictures[-1], tmp_path / "look.jpg")
        assert (tmp_path / "look.jpg").stat().st_size == size

        status = await visit.rendered(visit.render_id("way"))
        assert status.state is RenderState.COMPLETED
        assert status.progress == 1.0
        target = tmp_path / "out.mp4"
        size = await client.download(visit.render_id("way"), status.output_url, target)
        assert target.read_bytes()[4:8] == b"ftyp"
        assert size == target.stat().st_size > 0
        assert sorted(path.name for path in tmp_path.iterdir()) == ["look.jpg", "out.mp4"]
        link = await client.claim_link(visit.session.task_id, session_id)
        assert link is not None
        assert link.startswith("https://nemovideo.com/workspace/claim?ct=clm_")
        balance = await client.credits()
        assert balance.available <= balance.total
        assert await rig.worked_on() == [TRIM]
        for endpoint, headers in await rig.headers():
            assert endpoint == "output" or PROOF.items() <= headers.items(), endpoint
            # Anonymous-token alone goes without a token.
            assert ("Authorization" in headers) == (endpoint != "token")

    async def test_quick_questions_make_no_message(self, rig: Rig, visit: Visit) -> None:
        await visit.upload()
        await visit.client.credits()
        await visit.client.state(visit.session.session_id)
        await visit.rendered(visit.render_id("quick"))
        assert "message" not in await rig.calls()

    async def test_the_account_is_made_once(self, rig: Rig, client: NemoClient) -> None:
        await asyncio.gather(*(client.credits() for _ in range(5)))
        assert (await rig.calls())["token"] == 1

    # --- errors ---------------------------------------------------------------------------------

    async def test_a_rejected_anonymous_token_is_renewed_once_for_all(
        self, rig: Rig, client: NemoClient
    ) -> None:
        await client.credits()
        await rig.arm("credits", "expired_token")
        await asyncio.gather(*(client.credits() for _ in range(4)))
        assert (await rig.calls())["token"] == 2

    async def test_a_message_with_a_rejected_token_is_sent_with_a_new_one(
        self, rig: Rig, visit: Visit
    ) -> None:
        await rig.arm("message", "refuse", code=1001, status=401, message="expired")
        await visit.upload()
        # A new account: its project is not the old one's, so the session may well be lost.
        error = closing(await visit.say())
        assert error is None or isinstance(error, SessionLost)
        assert (await rig.calls())["message"] == 2
        assert (await rig.calls())["token"] == 2

    async def test_a_configured_token_is_never_replaced(self, rig: Rig) -> None:
        account = Account.own(Secret("nmv_usr_nobody"))
        async with NemoClient(rig.api_url, account, TIMETABLE) as client:
            with pytest.raises(TokenRejected) as caught:
                await client.credits()
        assert not caught.value.is_anonymous
        assert "nobody" not in str(caught.value)
        assert "token" not in await rig.calls()

    async def test_a_lost_session(self, rig: Rig, client: NemoClient) -> None:
        visit = Visit(
            client, replace(await client.create_session("en"), session_id="12345678"), b"x"
        )
        with pytest.raises(SessionLost):
            await client.state("12345678")
        assert isinstance(closing(await visit.say()), SessionLost)
        with pytest.raises(SessionLost):
            await client.upload_url("12345678", "https://example.com/a.mp4")

    async def test_an_unsupported_file(self, visit: Visit) -> None:
        visit.clip = b"just some words, no clip"
        with pytest.raises(UnsupportedFile):
            await visit.upload("notes.txt")

    @pytest.mark.parametrize(
        ("order", "kind"),
        [
            ({"code": 2001}, OutOfCredits),
            ({"code": 403, "status": 403, "message": "lacks the scope 'upload'"}, ScopeMissing),
            ({"code": 402, "status": 402}, ExportBlocked),
            ({"code": 1002, "status": 404}, SessionLost),
        ],
    )
    async def test_refusals_become_typed_errors_everywhere(
        self, rig: Rig, visit: Visit, order: dict[str, Any], kind: type[NemoError]
    ) -> None:
        for endpoint in ("credits", "message"):
            await rig.arm(endpoint, "refuse", **order)
        with pytest.raises(kind) as caught:
            await visit.client.credits()
        error = closing(await visit.say())
        assert type(error) is type(caught.value) is kind
        assert error is not None
        assert error.is_outcome_known
        if isinstance(error, OutOfCredits):
            assert error.is_anonymous
        if isinstance(error, ScopeMissing):
            assert error.scope == "upload"
        assert isinstance(error, AccountError | SessionLost)

    async def test_an_unknown_render(self, client: NemoClient) -> None:
        with pytest.raises(RenderUnknown):
            await client.render_status("render_1_nobody")

    async def test_reads_are_repeated(self, rig: Rig, client: NemoClient) -> None:
        await rig.arm("credits", "http_error", status=503, body="html")
        await rig.arm("credits", "drop")
        assert (await client.credits()).total >= 0
        assert (await rig.calls())["credits"] == 3

    async def test_a_read_that_stays_broken_is_given_up(self, rig: Rig, client: NemoClient) -> None:
        await rig.arm("credits", "http_error", status=500, times=9)
        with pytest.raises(BackendDown):
            await client.credits()
        assert (await rig.calls())["credits"] == TIMETABLE.read_attempts

    async def test_a_rate_limit_is_waited_for_once(self, rig: Rig, visit: Visit) -> None:
        await rig.arm("credits", "rate_limit", retry_after_s=0.1)
        await rig.arm("message", "rate_limit", retry_after_s=None)
        await visit.client.credits()
        await visit.upload()
        assert closing(await visit.say()) is None
        assert await rig.worked_on() == [TRIM]
        await rig.arm("credits", "rate_limit", retry_after_s=0.1, times=2)
        with pytest.raises(RateLimited):
            await visit.client.credits()

    # --- lost answers ---------------------------------------------------------------------------

    @pytest.mark.parametrize("fault", ["cut_before", "cut_after", "lost_answer", "drop"])
    async def test_a_broken_stream_is_never_sent_again(
        self, rig: Rig, visit: Visit, fault: str
    ) -> None:
        await visit.upload()
        await rig.arm("message", fault)
        error = closing(await visit.say())
        assert isinstance(error, OutcomeUnknown)
        assert (await rig.calls())["message"] == 1

    async def test_a_5xx_to_a_message_leaves_the_outcome_open(self, rig: Rig, visit: Visit) -> None:
        await rig.arm("message", "http_error", status=502, body="html")
        assert isinstance(closing(await visit.say()), OutcomeUnknown)
        assert (await rig.calls())["message"] == 1

    async def test_an_upload_whose_answer_is_lost_stands_in_the_state(
        self, rig: Rig, visit: Visit
    ) -> None:
        for fault in ("lost_answer", "garbage"):
            await rig.arm("upload", fault)
            with pytest.raises(OutcomeUnknown):
                await visit.upload()
        state = await visit.client.state(visit.session.session_id)
        assert [file.name for file in state.files] == ["me at home 我.mp4"] * 2
        assert (await rig.calls())["upload"] == 2

    async def test_a_render_whose_answer_is_lost_is_found_by_its_id(
        self, rig: Rig, visit: Visit
    ) -> None:
        await visit.upload()
        state = await visit.client.state(visit.session.session_id)
        await rig.arm("render_submit", "lost_answer")
        with pytest.raises(OutcomeUnknown):
            await visit.client.submit_render(
                visit.render_id("lost"), visit.session.session_id, state.draft
            )
        assert (await visit.settled(visit.render_id("lost"))).state is RenderState.COMPLETED
        assert (await rig.calls())["render_submit"] == 1

    async def test_nobody_there_is_certain(self, visit: Visit, tmp_path: Path) -> None:
        account = Account.own(Secret("nmv_usr_x"))
        async with NemoClient("http://127.0.0.1:9", account, TIMETABLE) as nowhere:
            lost = Visit(nowhere, visit.session, b"x")
            with pytest.raises(BackendDown):
                await nowhere.credits()
            with pytest.raises(BackendDown):
                await lost.upload()
            with pytest.raises(BackendDown):
                await nowhere.submit_render("render_1_x", "1", {"t": [{"sg": [{}]}]})
            assert isinstance(closing(await lost.say()), BackendDown)

    # --- streams --------------------------------------------------------------------------------

    async def test_a_silent_edit_closes_without_a_word(self, rig: Rig, visit: Visit) -> None:
        await visit.upload()
        await rig.arm("message", "silent")
        events = await visit.say()
        assert (text_of(events), closing(events)) == ("", None)
        assert await rig.worked_on() == [TRIM]

    @pytest.mark.parametrize("newline", ["lf", "cr", "crlf"])
    async def test_bytes_in_any_split(self, rig: Rig, visit: Visit, newline: str) -> None:
        await visit.upload()
        plain = text_of(await visit.say())
        await rig.arm("message", "odd_bytes", newline=newline)
        events = await visit.say()
        assert closing(events) is None
        # The engine may word a second trim differently; nothing must be garbled or said twice.
        said = text_of(events)
        assert said.strip()
        assert "\ufffd" not in said
        assert said.count(said.strip()[:12]) == plain.count(plain.strip()[:12]) == 1

    async def test_an_error_in_the_stream(self, rig: Rig, visit: Visit) -> None:
        await rig.arm("message", "error_event")
        error = closing(await visit.say())
        assert error is not None
        assert not error.is_outcome_known
