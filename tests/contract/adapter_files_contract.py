"""What every chat adapter must obey with a person's files: whole, streamed, again after a restart.

Must not know a platform.
"""

from __future__ import annotations

import ctypes
import gc
import hashlib
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from core.errors import ClipMissing, ClipTooLargeToFetch, ClipUnreachable
from core.model import Attachment
from core.ports import OpenedBytes, Platform
from tests.bench.load_meters import forget_peak, memory_bytes
from tests.contract.adapter_case import AdapterCase, needs
from tests.contract.adapter_hearing import Hearing, listening
from tests.contract.adapter_messages import pattern, words
from tests.contract.adapter_messages import video as video_of
from tests.contract.adapter_rig import Power, Rig, Seat
from tests.contract.adapter_secrets import raising

MIB = 1024 * 1024
LARGE_BYTES = 100 * MIB
GROWTH_BYTES = 16 * MIB


class FilesContract(AdapterCase):
    async def test_a_file_is_streamed_whole_also_after_a_restart(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing, tmp_path: Path
    ) -> None:
        clip = tmp_path / "clip.mp4"
        clip.write_bytes(pattern(2_000_003))
        attachment = await _sent(rig, platform, anna, ear, clip)
        stored = replace(attachment, name="", mime="", size_bytes=None, duration_ms=None)
        assert await _digest(platform, attachment) == _digest_of(clip)
        async with rig.connected() as again:
            assert await _digest(again, stored) == _digest_of(clip)

    async def test_an_address_that_is_given_away_leads_to_the_same_bytes(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing, tmp_path: Path
    ) -> None:
        clip = tmp_path / "clip.mp4"
        clip.write_bytes(pattern(300_000))
        attachment = await _sent(rig, platform, anna, ear, clip)
        async with platform.open(attachment) as opened:
            if opened.url is None:
                pytest.skip("not on this platform: an address there is a secret")
            assert not any(secret in opened.url for secret in rig.secrets)
            async with aiohttp.ClientSession() as http, http.get(opened.url) as answer:
                assert await answer.read() == clip.read_bytes()

    async def test_the_same_file_is_read_by_several_at_once(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing, tmp_path: Path
    ) -> None:
        clip = tmp_path / "clip.mp4"
        clip.write_bytes(pattern(1_000_000))
        attachment = await _sent(rig, platform, anna, ear, clip)
        async with platform.open(attachment) as one, platform.open(attachment) as other:
            assert isinstance(one, OpenedBytes)
            assert isinstance(other, OpenedBytes)
            first, second = await anext(one.chunks), await anext(other.chunks)
            common = min(len(first), len(second))
            assert first[:common] == second[:common] == pattern(common)
            assert one.size_bytes == other.size_bytes == 1_000_000

    async def test_who_reads_only_a_part_leaves_nothing_open(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing, tmp_path: Path
    ) -> None:
        clip = tmp_path / "clip.mp4"
        clip.write_bytes(pattern(8_000_000))
        attachment = await _sent(rig, platform, anna, ear, clip)
        for _ in range(3):
            async with platform.open(attachment) as opened:
                assert isinstance(opened, OpenedBytes)
                await anext(opened.chunks)
        assert await _digest(platform, attachment) == _digest_of(clip)

    async def test_a_file_that_the_platform_never_had_is_missing(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing, tmp_path: Path
    ) -> None:
        clip = tmp_path / "clip.mp4"
        clip.write_bytes(pattern(1000))
        attachment = await _sent(rig, platform, anna, ear, clip)
        with raising(ClipMissing, rig):
            await _digest(platform, replace(attachment, ref="nothing-like-that"))

    @pytest.mark.parametrize(
        ("fault", "expected"),
        [
            ("gone", ClipMissing),
            ("cut", ClipUnreachable),
            ("drop", ClipUnreachable),
            ("http_error", ClipUnreachable),
        ],
    )
    @needs(Power.FILE_SERVER)
    async def test_a_file_that_cannot_be_had_is_told_plainly(
        self,
        rig: Rig,
        platform: Platform,
        anna: Seat,
        ear: Hearing,
        tmp_path: Path,
        fault: str,
        expected: type[ClipMissing | ClipUnreachable],
    ) -> None:
        clip = tmp_path / "clip.mp4"
        clip.write_bytes(pattern(1_000_000))
        attachment = await _sent(rig, platform, anna, ear, clip)
        # Twice: HTTP libraries ask once more for what may be asked for again.
        rig.arm("file", fault, times=2)
        with raising(expected, rig):
            await _digest(platform, attachment)

    @needs(Power.REMOTE)
    async def test_a_platform_that_is_away_has_no_files(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing, tmp_path: Path
    ) -> None:
        clip = tmp_path / "clip.mp4"
        clip.write_bytes(pattern(1000))
        attachment = await _sent(rig, platform, anna, ear, clip)
        rig.go_away()
        with raising(ClipUnreachable, rig):
            await _digest(platform, attachment)
        rig.come_back()
        assert await _digest(platform, attachment) == _digest_of(clip)

    @needs(Power.DOWNLOAD_LIMIT)
    async def test_a_file_above_the_limit_says_so(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing, tmp_path: Path
    ) -> None:
        limit_bytes = platform.capabilities(anna.ref).max_download_bytes
        clip = tmp_path / "clip.mp4"
        with clip.open("wb") as file:
            file.truncate(limit_bytes + 1)
        attachment = await _sent(rig, platform, anna, ear, clip)
        with raising(ClipTooLargeToFetch, rig) as raised:
            await _digest(platform, attachment)
        assert raised.of(ClipTooLargeToFetch).limit_bytes == limit_bytes

    async def test_large_files_are_never_held(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing, tmp_path: Path
    ) -> None:
        """The platform's server runs in this process, so that its memory counts too."""
        limits = platform.capabilities(anna.ref)
        small, large = tmp_path / "small.mp4", tmp_path / "large.mp4"
        small.write_bytes(pattern(300_000))
        _write_large(large, min(LARGE_BYTES, limits.max_download_bytes))
        async with listening(rig, platform, ear):
            anna.send_file(small)
            anna.send_file(large)
            come = [one.attachments[0] for one in await ear.messages(2)]
        grown = 0
        # The small one first: what is needed once for all is no growth.
        for path, attachment in zip((small, large), come, strict=True):
            before = _settled()
            assert await _digest(platform, attachment) == _digest_of(path)
            _write_large(path, min(path.stat().st_size, limits.max_upload_bytes))
            size_bytes = path.stat().st_size
            media = replace(video_of(tmp_path / "v.mp4"), path=str(path), size_bytes=size_bytes)
            await platform.send(words(anna, path.stem, f"{path.stem}/a", media=(media,)))
            (file,) = anna.standing()[-1].files
            assert _digest_of(file.path) == _digest_of(path)
            grown = memory_bytes("VmHWM") - before
        assert grown < GROWTH_BYTES, f"{grown / MIB:.1f} MiB more than before"


def _write_large(path: Path, size_bytes: int) -> None:
    piece = pattern(MIB)
    with path.open("wb") as file:
        for at_bytes in range(0, size_bytes, MIB):
            file.write(piece[: size_bytes - at_bytes])


def _settled() -> int:
    """What the process has in memory, once it has given back what it does not need."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    forget_peak()
    return memory_bytes("VmRSS")


async def _sent(rig: Rig, platform: Platform, seat: Seat, ear: Hearing, path: Path) -> Attachment:
    """That file as it comes with a message."""
    count = len(ear.heard)
    async with listening(rig, platform, ear):
        seat.send_file(path)
        heard = await ear.messages(count + 1)
    (attachment,) = heard[-1].attachments
    return attachment


async def _digest(platform: Platform, attachment: Attachment) -> str:
    digest, size_bytes = hashlib.sha256(), 0
    async with platform.open(attachment) as opened:
        assert isinstance(opened, OpenedBytes)
        async for chunk in opened.chunks:
            assert 0 < len(chunk) <= MIB
            size_bytes += len(chunk)
            digest.update(chunk)
        assert size_bytes == opened.size_bytes
    return digest.hexdigest()


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
