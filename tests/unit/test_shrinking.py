"""Which size and which bitrates fit under a limit, and when nothing decent does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.shrinking import FULL_HD_BPS, MIN_VIDEO_BPS, Plan, plan

MB = 1_000_000
HUGE = 2_000 * MB


def planned(duration_s: float, limit_bytes: int, size: tuple[int, int] = (1920, 1080)) -> Plan:
    found = plan(HUGE, int(duration_s * 1000), *size, limit_bytes)
    assert found is not None
    return found


def test_a_minute_for_telegram_stays_1080p() -> None:
    found = planned(60, 50 * MB)
    assert (found.width, found.height) == (1920, 1080)
    assert 6_000_000 < found.video_bps < 6_500_000
    assert found.audio_bps == 128_000


def test_a_minute_for_discord_becomes_720p() -> None:
    found = planned(60, 10 * 1024 * 1024)
    assert (found.width, found.height) == (1280, 720)
    assert 1_100_000 < found.video_bps < 1_300_000
    assert found.audio_bps == 96_000


def test_below_720p_at_one_megabit_nothing_is_planned() -> None:
    assert plan(HUGE, 90_000, 1920, 1080, 10 * MB) is None


def test_a_portrait_counts_by_its_short_side() -> None:
    found = planned(60, 10 * 1024 * 1024, (1080, 1920))
    assert (found.width, found.height) == (720, 1280)


def test_more_than_1080p_becomes_1080p() -> None:
    found = planned(60, 50 * MB, (3840, 2160))
    assert (found.width, found.height) == (1920, 1080)


@pytest.mark.parametrize("size", [(640, 360), (1280, 720), (850, 480)])
def test_a_small_picture_keeps_its_size(size: tuple[int, int]) -> None:
    found = planned(60, 10 * 1024 * 1024, size)
    assert (found.width, found.height) == size


def test_odd_sides_become_even_and_never_larger() -> None:
    found = planned(10, 10 * MB, (641, 361))
    assert (found.width, found.height) == (640, 360)


@pytest.mark.parametrize(
    ("size_bytes", "duration_ms", "width", "height"),
    [(10 * MB, 1000, 1920, 1080), (HUGE, 0, 1920, 1080), (HUGE, 1000, 0, 1080)],
)
def test_what_needs_no_plan_and_what_is_no_video_is_refused(
    size_bytes: int, duration_ms: int, width: int, height: int
) -> None:
    with pytest.raises(ValueError, match="a video"):
        plan(size_bytes, duration_ms, width, height, 10 * MB)


@given(
    st.integers(100, 4 * 3600 * 1000),
    st.integers(2, 4096),
    st.integers(2, 4096),
    st.integers(1, 2000 * MB),
    st.integers(1, 1000 * MB),
)
def test_every_plan_fits_is_decent_and_never_larger(
    duration_ms: int, width: int, height: int, limit_bytes: int, excess_bytes: int
) -> None:
    size_bytes = limit_bytes + excess_bytes
    found = plan(size_bytes, duration_ms, width, height, limit_bytes)
    if found is None:
        return
    total_bits = (found.video_bps + found.audio_bps) * duration_ms / 1000
    assert total_bits / 8 < limit_bytes * 0.96
    assert found.video_bps >= MIN_VIDEO_BPS
    assert found.width <= width and found.height <= height
    assert found.width % 2 == found.height % 2 == 0
    short_px = min(found.width, found.height)
    assert short_px <= (1080 if found.video_bps >= FULL_HD_BPS else 720)
    if min(width, height) >= 720:
        assert short_px >= 720
