"""Which files are opened at all, and which streams of them are decoded.

Owns the lists. FFmpeg guesses nothing: it is told which container it is, if need be by the file's
first bytes, never by its name. So no playlist, no list of files and no network address in disguise
is opened.
Must not know what a file is opened for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

HEAD_BYTES: Final = 64

_MP4: Final = "mov"
_STILL_BRANDS: Final = (b"avif", b"avis", b"heic", b"heix", b"hevc", b"mif1", b"msf1")
"""MP4's cousins that hold pictures."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """FFmpeg's names of decoders, and of the demuxer: None where a file's first bytes choose it."""

    demuxer: str | None
    video: frozenset[str]
    audio: frozenset[str]


RESULT: Final = Accepted(
    demuxer=_MP4,
    video=frozenset(("h264", "hevc", "av1", "libdav1d", "vp9", "libvpx-vp9", "mpeg4")),
    audio=frozenset(("aac", "mp3", "mp3float", "opus", "libopus", "ac3", "alac")),
)
"""What a backend gives us."""

# fmt: off
ORIGINAL: Final = Accepted(
    demuxer=None,
    video=frozenset((
        "h264", "hevc", "mpeg4", "mpeg2video", "mpeg1video", "msmpeg4v2", "msmpeg4", "h263", "vp8",
        "vp9", "libvpx", "libvpx-vp9", "av1", "libdav1d", "mjpeg", "prores", "dnxhd", "dvvideo",
        "wmv2", "theora", "gif",
    )),
    audio=frozenset((
        "aac", "aac_latm", "mp3", "mp3float", "mp2", "mp2float", "opus", "libopus", "vorbis", "ac3",
        "eac3", "alac", "flac", "amrnb", "amrwb", "libopencore_amrnb", "libopencore_amrwb",
        "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le",
        "pcm_f32be", "pcm_u8", "pcm_s8", "pcm_mulaw", "pcm_alaw", "adpcm_ms", "adpcm_ima_wav",
        "adpcm_ima_qt",
    )),
)
# fmt: on
"""What people send: the same that our engine takes, with which no code is shared."""

_BY_BOX: Final[Mapping[bytes, str]] = MappingProxyType(
    dict.fromkeys((b"moov", b"mdat", b"free", b"wide", b"skip"), _MP4)
)


def demuxer_of(head: bytes) -> str | None:
    """FFmpeg's name of the container that a file's first ``HEAD_BYTES`` announce, if we know it."""
    if head[4:8] == b"ftyp":
        return None if head[8:12] in _STILL_BRANDS else _MP4
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "matroska"
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        return "avi"
    return _BY_BOX.get(head[4:8])
