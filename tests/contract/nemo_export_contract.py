"""The part of the Nemo contract suite that is about exports, origins and tokens of persons."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import (
    ExportBlocked,
    NemoError,
    ScopeMissing,
)
from core.model import RenderState
from core.nemo.account import Account
from core.nemo.client import NemoClient
from core.secrecy import Secret
from tests.contract.nemo_rig import (
    ATTRIBUTION,
    PROOF,
    TIMETABLE,
    Rig,
    Visit,
    closing,
)


class NemoExportContract:
    """Needs the fixtures `rig` and `visit`; `NemoContract` has both."""

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
