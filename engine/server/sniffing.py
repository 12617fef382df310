"""What a file is, by its first bytes: never by its name or a MIME type.

The gate before the probe: what is neither one of the contract's containers nor an iPhone's picture
is refused without a decoder having seen it. Signatures as in the formats' own specifications
(ISO/IEC 14496-12 ``ftyp``, Matroska EBML header, RIFF forms, MPEG audio and ADTS sync words). Must
not know limits or HTTP.
"""

from __future__ import annotations

from pathlib import Path

from engine.timeline import FileType

HEAD_BYTES = 64
_ISO_AUDIO = (b"M4A ", b"M4B ")
_HEIF = (b"heic", b"heix", b"mif1")
_OTHER_ISO_PICTURES = (b"avif", b"avis", b"hevc", b"heim", b"heis", b"msf1")
_QUICKTIME_ATOMS = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_RIFF: dict[bytes, FileType] = {b"AVI ": "video", b"WEBP": "image", b"WAVE": "audio"}
_PREFIXES: tuple[tuple[bytes, FileType], ...] = (
    (b"\x1aE\xdf\xa3", "video"),
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"ID3", "audio"),
)


def sniff(head: bytes) -> FileType | None:
    """The kind of file that begins with these bytes; None for anything that is not supported."""
    for prefix, kind in _PREFIXES:
        if head.startswith(prefix):
            return kind
    if head[:4] in (b"RIFF", b"RIFX"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _HEIF:
            return "image"
        if brand in _OTHER_ISO_PICTURES:
            return None
        return "audio" if brand in _ISO_AUDIO else "video"
    if head[4:8] in _QUICKTIME_ATOMS:
        return "video"
    return "audio" if _is_mpeg_audio(head) else None


def sniff_file(path: Path) -> FileType | None:
    """The same of a file on disk."""
    with path.open("rb") as file:
        return sniff(file.read(HEAD_BYTES))


def _is_mpeg_audio(head: bytes) -> bool:
    """An MPEG audio frame or an ADTS header: 11 bits of sync and no reserved value."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = (head[1] >> 3) & 3, (head[1] >> 1) & 3
    if layer == 0:
        # ADTS: layer is always 0; 13 to 15 are no sampling frequencies.
        return head[1] & 0xF0 == 0xF0 and (head[2] >> 2) & 0xF < 13
    bitrate, frequency = head[2] >> 4, (head[2] >> 2) & 3
    return version != 1 and bitrate not in (0, 15) and frequency != 3
