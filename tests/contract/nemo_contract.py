"""What any Nemo must let our client do: one suite for the fake server and the embedded engine.

Subclass `NemoContract` and give it a `rig` fixture. The rig starts a server in one of its shapes,
arms faults, and tells what the server has seen; the suite itself speaks through `NemoClient` only.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

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
from core.nemo.attribution import Attribution
from core.nemo.client import NemoClient, RenderStatus, Session
from core.nemo.draft import is_ready, tracks
from core.nemo.events import Closed, NemoEvent, Said
from core.secrecy import Secret
from core.timetable import Timetable

TIMETABLE = replace(
    Timetable.embedded(),
    connect_limit_s=5.0,
    answer_limit_s=10.0,
    read_attempts=3,
    read_backoff_initial_s=0.01,
    read_backoff_max_s=0.05,
    rate_limit_wait_s=0.05,
    rate_limit_wait_max_s=2.0,
    stream_tick_s=0.2,
    stream_limit_s=30.0,
    heartbeat_only_limit_s=20.0,
    render_poll_fast_s=0.05,
    render_poll_slow_s=0.05,
)
ATTRIBUTION = Attribution(version="1.2.3", platform="clawhub")
PROOF = {
    "X-Skill-Source": "tomoviee-video-background",
    "X-Skill-Version": "1.2.3",
    "X-Skill-Platform": "clawhub",
}
TRIM = "trim it to the first second"


class Rig(Protocol):
    """A running server and what is behind it."""

    api_url: str

    async def arm(self, endpoint: str, fault: str, **options: Any) -> None:
        """Let the endpoint misbehave at its next call."""
        ...

    async def calls(self) -> dict[str, int]:
        """Calls by endpoint so far."""
        ...

    async def headers(self) -> list[tuple[str, dict[str, str]]]:
        """(endpoint, headers) of every call that reached the API."""
        ...

    async def elsewhere(self) -> list[dict[str, str]]:
        """Headers of every call that reached the second origin."""
        ...

    async def worked_on(self) -> list[str]:
        """The messages that were worked on, in their order."""
        ...

    async def own_token(self, scopes: list[str], plan: str = "pro", credits: int = 100) -> str:
        """A token as a person would have made it."""
        ...

    def clip(self) -> bytes:
        """A video that the server takes."""
        ...


@dataclass
class Visit:
    """A client with a session of its own."""

    client: NemoClient
    session: Session
    clip: bytes

    def render_id(self, name: str) -> str:
        """An id that no other test has: an engine keeps its renders."""
        return f"render_{self.session.session_id}_{name}"

    async def upload(self, name: str = "me at home 我.mp4") -> Any:
        return await self.client.upload_file(
            self.session.session_id,
            lambda: chunks(self.clip),
            name=name,
            mime="video/mp4",
            size_bytes=len(self.clip),
        )

    async def say(self, text: str = TRIM) -> list[NemoEvent]:
        return [e async for e in self.client.send_message(self.session.session_id, text)]

    async def rendered(self, render_id: str) -> RenderStatus:
        state = await self.client.state(self.session.session_id)
        await self.client.submit_render(render_id, self.session.session_id, state.draft)
        return await self.settled(render_id)

    async def settled(self, render_id: str) -> RenderStatus:
        seen: list[float] = []
        while True:
            status = await self.client.render_status(render_id)
            if status.progress is not None:
                seen.append(status.progress)
            if status.is_over:
                assert all(0 <= fraction <= 1 for fraction in seen)
                return status
            await asyncio.sleep(TIMETABLE.render_poll_fast_s)


async def chunks(data: bytes, size: int = 10_000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def text_of(events: list[NemoEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, Said))


def closing(events: list[NemoEvent]) -> NemoError | None:
    assert [isinstance(e, Closed) for e in events].count(True) == 1
    assert isinstance(events[-1], Closed)
    return events[-1].error


class NemoContract:
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

    # --- exports --------------------------------------------------------------------------------

    async def test_a_failed_render_says_so(self, rig: Rig, visit: Visit) -> None:
        await visit.upload()
        await rig.arm("render_submit", "fail_render")
        assert (await visit.rendered(visit.render_id("fail"))).state is RenderState.FAILED

    async def test_a_stuck_render_can_be_cancelled(self, rig: Rig, visit: Visit) -> None:
        await visit.upload()
        await rig.arm("render_submit", "stuck_render")
        state = await visit.client.state(visit.session.session_id)
        await visit.client.submit_render(
            visit.render_id("stuck"), visit.session.session_id, state.draft
        )
        await visit.client.cancel_render(visit.render_id("stuck"))
        # The contract's list of states has no word for it, so a server may call it failed.
        over = (RenderState.CANCELLED, RenderState.FAILED)
        assert (await visit.settled(visit.render_id("stuck"))).state in over

    @pytest.mark.parametrize(
        "fault", ["output_elsewhere", "output_redirect", "output_missing", "output_cut"]
    )
    async def test_the_file_arrives_whole_and_headers_stay_home(
        self, rig: Rig, visit: Visit, tmp_path: Path, fault: str
    ) -> None:
        await visit.upload()
        file_id = visit.render_id("file")
        await rig.arm("render_submit", fault)
        status = await visit.rendered(file_id)
        seen: list[tuple[int, int | None]] = []

        async def progress(got_bytes: int, size_bytes: int | None) -> None:
            seen.append((got_bytes, size_bytes))

        target = tmp_path / "out.mp4"
        size = await visit.client.download(file_id, status.output_url, target, progress=progress)
        assert target.stat().st_size == size == seen[-1][0]
        calls = (await rig.calls()).get("render_download", 0)
        assert calls == (1 if fault == "output_missing" else 0)
        await visit.client.download(file_id, None, tmp_path / "again.mp4")
        assert (tmp_path / "again.mp4").read_bytes() == target.read_bytes()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["again.mp4", "out.mp4"]
        strangers = await rig.elsewhere()
        assert bool(strangers) == (fault in ("output_elsewhere", "output_redirect"))
        for headers in strangers:
            names = {name.lower() for name in headers}
            assert not names & {"authorization", *(name.lower() for name in PROOF)}

    @pytest.mark.parametrize("endpoint", ["credits", "message", "upload", "render_submit"])
    async def test_a_redirect_of_the_api_carries_nothing_away(
        self, rig: Rig, visit: Visit, endpoint: str
    ) -> None:
        await visit.upload()
        state = await visit.client.state(visit.session.session_id)
        await rig.arm(endpoint, "redirect")
        session_id = visit.session.session_id
        error: NemoError | None = None
        try:
            match endpoint:
                case "credits":
                    await visit.client.credits()
                case "upload":
                    await visit.upload()
                case "render_submit":
                    await visit.client.submit_render(
                        visit.render_id("redirect"), session_id, state.draft
                    )
                case "message":
                    error = closing(await visit.say())
        except NemoError as raised:
            error = raised
        assert error is not None
        for headers in await rig.elsewhere():
            names = {name.lower() for name in headers}
            assert not names & {"authorization", *(name.lower() for name in PROOF)}

    # --- tokens that a person made --------------------------------------------------------------

    async def test_a_token_without_a_power_says_which(self, rig: Rig) -> None:
        account = Account.own(Secret(await rig.own_token(["read", "write"])))
        async with NemoClient(rig.api_url, account, TIMETABLE, attributed=ATTRIBUTION) as client:
            visit = Visit(client, await client.create_session("en"), rig.clip())
            with pytest.raises(ScopeMissing) as caught:
                await visit.upload()
            assert caught.value.scope == "upload"

    async def test_a_plan_that_blocks_exports(self, rig: Rig) -> None:
        scopes = ["read", "write", "upload", "render"]
        account = Account.own(Secret(await rig.own_token(scopes, plan="blocked")))
        async with NemoClient(rig.api_url, account, TIMETABLE, attributed=ATTRIBUTION) as client:
            visit = Visit(client, await client.create_session("en"), rig.clip())
            await visit.upload()
            with pytest.raises(ExportBlocked):
                await visit.rendered(visit.render_id("blocked"))
