"""Whether, and how, a finished video can be made to fit into a chat.

Owns the arithmetic: which size and which bitrates fit under a limit, and below what they are no
longer worth sending. Pure. Must not know how a video is encoded, platforms or files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MIN_VIDEO_BPS: Final = 1_000_000
"""Least bitrate of a picture that is sent: 720p at 1 Mb/s. Source: the issue, "Delivery"."""

FULL_HD_BPS: Final = 2_500_000
"""From here on 1080p looks better than 720p scaled up. Below it x264's veryfast preset spends its
bits on blocks: at 2.5 Mb/s a 1080p frame at 30/s has 0.04 bits a pixel, about what 720p has at
1.1 Mb/s, which is the very floor."""

FULL_HD_PX: Final = 1080
HD_PX: Final = 720

RICH_AUDIO_BPS: Final = 128_000
LEAN_AUDIO_BPS: Final = 96_000
"""Sound beside a picture of less than ``FULL_HD_BPS``; AAC stereo of speech is clean at it."""

CONTAINER_BPS: Final = 10_000
"""What MP4's index costs: 5 to 20 bytes a frame and 5 a packet of sound, at 60 frames/s."""
CONTAINER_BYTES: Final = 4_096
"""What MP4's boxes cost, however short the video is."""

MARGIN: Final = 0.04
"""Share of the limit that is left free, since an encoder only comes near to an average."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to encode so that it fits. The size is as shown: a portrait's height is the longer."""

    width: int
    height: int
    video_bps: int
    audio_bps: int


def plan(
    size_bytes: int, duration_ms: int, width: int, height: int, limit_bytes: int
) -> Plan | None:
    """The best encoding that fits into ``limit_bytes``; None where it would not be decent.

    ``width`` and ``height`` are those of the upright picture. A picture of more than 1080p
    becomes 1080p; one that is smaller than 720p keeps its size. Never more bits than the video has
    now, since it is above the limit. Raises ``ValueError`` for a video that fits as it is, and
    for one without length or picture.
    """
    if size_bytes <= limit_bytes:
        raise ValueError("a video that fits needs no plan")
    if duration_ms <= 0 or width <= 0 or height <= 0:
        raise ValueError("a video without length or picture")
    usable_bits = (limit_bytes * (1 - MARGIN) - CONTAINER_BYTES) * 8
    total_bps = int(usable_bits * 1000 / duration_ms) - CONTAINER_BPS
    is_rich = total_bps - RICH_AUDIO_BPS >= FULL_HD_BPS
    audio_bps = RICH_AUDIO_BPS if is_rich else LEAN_AUDIO_BPS
    video_bps = total_bps - audio_bps
    if video_bps < MIN_VIDEO_BPS:
        return None
    short_px = min(width, height, FULL_HD_PX if is_rich else HD_PX)
    return Plan(*_scaled(width, height, short_px), video_bps, audio_bps)


def _scaled(width: int, height: int, short_px: int) -> tuple[int, int]:
    """The same shape with that short side. Even, because a 4:2:0 picture has no odd sides."""
    scale = short_px / min(width, height)
    return (_even(width * scale), _even(height * scale))


def _even(side: float) -> int:
    """Rounded to the nearest even number, and never up by a whole step from an odd side."""
    return max(2, round((side - 0.01) / 2) * 2)
