"""Files that are small and claim to be enormous: in pixels, in length, in streams, in samples.

Owns their making, byte by byte from the formats' own descriptions. Each is a valid file up to the
claim. Must not know what should become of them, beyond that it is a refusal or a clean result.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

from PIL import Image

from tests.fuzz.corpus import made


def all_bombs() -> dict[str, bytes]:
    """Every bomb by its name."""
    return {bomb.__name__: bomb() for bomb in BOMBS}


def png_of_900_megapixels() -> bytes:
    """30000 x 30000, one bit a pixel, all there: 110 KB."""
    return _png(30_000, 30_000, b"\0" * (30_000 * (1 + 3750)), depth=1)


def png_of_900_megapixels_in_colour() -> bytes:
    """The same size at three bytes a pixel, of which little is there."""
    return _png(30_000, 30_000, b"\0" * 5_000_000, depth=8, kind=2)


def png_of_60_megapixels() -> bytes:
    """Just below the limit: 7700 x 7700 in colour, 178 MB decoded, 170 KB sent."""
    return _png(7700, 7700, b"\0" * (7700 * (1 + 7700 * 3)), depth=8, kind=2)


def png_with_a_text_bomb() -> bytes:
    """A comment of 200 MB, packed."""
    packed = zlib.compress(b"\0" * 200_000_000, 9)
    text = _chunk(b"zTXt", b"Comment\0\0" + packed)
    plain = _png(8, 8, b"\0" * 8 * 25, depth=8, kind=2)
    return plain[:33] + text + plain[33:]


def gif_of_4_gigapixels() -> bytes:
    """A screen of 65535 x 65535 and one picture in it."""
    data = bytearray(made("still.gif"))
    data[6:10] = struct.pack("<HH", 65535, 65535)
    return bytes(data)


def gif_of_many_large_frames() -> bytes:
    """A screen of 4000 x 2300 and 3000 pictures of one pixel."""
    frame = b"\x21\xf9\x04\0\x02\0\0\0" + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0)
    frame += b"\x02\x02\x44\x01\0"
    head = b"GIF89a" + struct.pack("<HHBBB", 4000, 2300, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return head + frame * 3000 + b";"


def webp_of_268_megapixels() -> bytes:
    """16383 x 16383 in one colour, without loss: some hundred bytes."""
    file = BytesIO()
    Image.new("RGB", (64, 64), (200, 10, 10)).save(file, "WEBP", lossless=True)
    data = bytearray(file.getvalue())
    at = data.index(b"VP8L") + 9
    bits = int.from_bytes(data[at : at + 4], "little") & ~0xFFFFFFF | 0x3FFE | 0x3FFE << 14
    data[at : at + 4] = bits.to_bytes(4, "little")
    return bytes(data)


def webp_of_many_large_frames() -> bytes:
    """An animation of 2048 x 1024 whose frames are 8 x 8, 2500 of them."""
    file = BytesIO()
    first, second = Image.new("RGB", (8, 8), (9, 9, 9)), Image.new("RGB", (8, 8), (250, 9, 9))
    first.save(file, "WEBP", save_all=True, append_images=[second], duration=1, lossless=True)
    data = file.getvalue()
    at = data.index(b"ANMF")
    frame = data[at : at + 8 + struct.unpack("<I", data[at + 4 : at + 8])[0]]
    head = bytearray(data[12:at])
    wide = head.index(b"VP8X") + 12
    head[wide : wide + 6] = (2047).to_bytes(3, "little") + (1023).to_bytes(3, "little")
    body = bytes(head) + frame * 2500
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def jpeg_of_4_gigapixels() -> bytes:
    """A frame header of 65500 x 65500."""
    data = bytearray(made("still.jpg"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", 65500, 65500)
    return bytes(data)


def mp4_of_a_thousand_years() -> bytes:
    """The header's, the track's and the media's lengths are all ones."""
    data = made("h264.mp4")
    for name, offset in ((b"mvhd", 20), (b"tkhd", 24), (b"mdhd", 20)):
        data = _patched(data, name, offset, b"\xff\xff\xff\xfe")
    return data


def mp4_with_a_clock_of_one_tick() -> bytes:
    """A media timescale of 1: each frame lasts minutes."""
    return _patched(made("h264.mp4"), b"mdhd", 16, b"\0\0\0\1")


def mp4_without_a_clock() -> bytes:
    """A media timescale of 0."""
    return _patched(made("h264.mp4"), b"mdhd", 16, b"\0\0\0\0")


def mp4_that_begins_in_a_century() -> bytes:
    """An edit list that waits for ever before it begins."""
    return _patched(made("h264.mp4"), b"elst", 12, b"\x7f\xff\xff\xff\xff\xff\xff\xff")


def mp4_of_endless_samples() -> bytes:
    """A sample table that claims four thousand million samples of one size."""
    data = _patched(made("h264.mp4"), b"stsz", 8, b"\0\0\0\1\xff\xff\xff\xff")
    return _patched(data, b"stts", 12, b"\xff\xff\xff\xff\0\0\0\1")


def mp4_of_30000_pixels() -> bytes:
    """The sample entry claims 30000 x 30000."""
    data = made("h264.mp4")
    return _patched(data, b"avc1", 28, struct.pack(">HH", 30_000, 30_000))


def mp4_of_a_thousand_tracks() -> bytes:
    """The one track, a thousand times."""
    data = made("h264.mp4")
    at = data.index(b"moov") - 4
    size = struct.unpack(">I", data[at : at + 4])[0]
    moov = data[at : at + size]
    track_at = moov.index(b"trak") - 4
    track = moov[track_at : track_at + struct.unpack(">I", moov[track_at : track_at + 4])[0]]
    grown = moov[8:] + track * 999
    return data[:at] + struct.pack(">I4s", len(grown) + 8, b"moov") + grown + data[at + size :]


def mp4_of_nested_boxes() -> bytes:
    """Boxes within boxes, two thousand deep."""
    inner = b""
    for _ in range(2000):
        inner = struct.pack(">I4s", len(inner) + 8, b"moov") + inner
    return made("h264.mp4")[:32] + inner


def mkv_of_a_thousand_tracks() -> bytes:
    """The first track entry again and again; sizes unknown, as live recordings write them."""
    data = made("vp8.webm")
    at = data.index(b"\x16\x54\xae\x6b")
    size_at = at + 4
    width = 9 - data[size_at].bit_length()
    size = int.from_bytes(data[size_at : size_at + width], "big") & ((1 << 7 * width) - 1)
    body_at = size_at + width
    body = data[body_at : body_at + size] * 600
    segment = data.index(b"\x18\x53\x80\x67") + 4
    unknown = b"\x01" + b"\xff" * 7
    big = b"\x08" + len(body).to_bytes(4, "big")
    return (
        data[:segment] + unknown + data[segment + 8 : at + 4] + big + body + data[body_at + size :]
    )


def mkv_of_nested_elements() -> bytes:
    """Tag elements within tag elements."""
    inner = b"\xec\x80"
    for _ in range(400):
        inner = b"\x67\xc8" + b"\x08" + len(inner).to_bytes(4, "big") + inner
    return made("vp8.webm")[:48] + inner


def avi_of_endless_frames() -> bytes:
    """The header claims all frames there can be, at one a second."""
    data = made("mpeg4.avi")
    at = data.index(b"avih") + 8
    data = (
        data[:at]
        + b"\x40\x42\x0f\0"
        + data[at + 4 : at + 16]
        + b"\xff\xff\xff\xff"
        + data[at + 20 :]
    )
    stream = data.index(b"strh") + 8
    return data[: stream + 32] + b"\xff\xff\xff\x7f" + data[stream + 36 :]


def wav_of_many_channels() -> bytes:
    """65535 channels at 4 GHz."""
    data = bytearray(made("tone.wav"))
    at = data.index(b"fmt ") + 8
    data[at + 2 : at + 8] = struct.pack("<HI", 65535, 0xFFFFFFFF)
    return bytes(data)


def wav_of_one_sample_a_second() -> bytes:
    """Half a second of sound becomes hours."""
    data = bytearray(made("tone.wav"))
    at = data.index(b"fmt ") + 8
    data[at + 4 : at + 8] = struct.pack("<I", 1)
    return bytes(data)


def aac_of_nothing_but_heads() -> bytes:
    """Forty thousand frames of AAC that hold nothing."""
    return b"\xff\xf1\x50\x80\x00\xff\xfc" * 40_000


def mp3_of_an_endless_tag() -> bytes:
    """An ID3 tag that claims 256 MB."""
    return b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + made("tone.mp3")


BOMBS: tuple[Callable[[], bytes], ...] = (
    png_of_900_megapixels,
    png_of_900_megapixels_in_colour,
    png_of_60_megapixels,
    png_with_a_text_bomb,
    gif_of_4_gigapixels,
    gif_of_many_large_frames,
    webp_of_268_megapixels,
    webp_of_many_large_frames,
    jpeg_of_4_gigapixels,
    mp4_of_a_thousand_years,
    mp4_with_a_clock_of_one_tick,
    mp4_without_a_clock,
    mp4_that_begins_in_a_century,
    mp4_of_endless_samples,
    mp4_of_30000_pixels,
    mp4_of_a_thousand_tracks,
    mp4_of_nested_boxes,
    mkv_of_a_thousand_tracks,
    mkv_of_nested_elements,
    avi_of_endless_frames,
    wav_of_many_channels,
    wav_of_one_sample_a_second,
    aac_of_nothing_but_heads,
    mp3_of_an_endless_tag,
)


def _png(width: int, height: int, rows: bytes, *, depth: int, kind: int = 0) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _patched(data: bytes, box: bytes, offset: int, value: bytes) -> bytes:
    """The first box of that name with other bytes at `offset` from its name on."""
    at = data.index(box) + offset
    return data[:at] + value + data[at + len(value) :]
