"""A picture as an iPhone writes it: HEVC within the boxes of ISO/IEC 23008-12 (HEIC).

No library of ours writes such files: the picture is encoded by PyAV, the boxes are set here.
"""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any

import av
import numpy as np


def _box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, name) + body


def _full_box(name: bytes, *parts: bytes, version: int = 0) -> bytes:
    return _box(name, struct.pack(">I", version << 24), *parts)


def heic(rgb: np.ndarray[Any, Any], quarter_turns: int = 0) -> bytes:
    """The file for an RGB picture (height, width, 3), to be turned counter-clockwise."""
    height, width = rgb.shape[:2]
    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        options = {"x265-params": "log-level=none:lossless=1", "tag": "hvc1"}
        stream = container.add_stream("libx265", rate=1, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.codec_tag = "hvc1"
        frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
        frame = frame.reformat(format="yuv420p", dst_colorspace=1, dst_color_range=1)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    data = file.getvalue()
    at = data.index(b"hvcC") - 4
    configuration = data[at : at + struct.unpack(">I", data[at : at + 4])[0]]
    with av.open(BytesIO(data)) as container:
        coded = next(bytes(packet) for packet in container.demux(video=0) if packet.size)
    properties = [
        configuration,
        _full_box(b"ispe", struct.pack(">II", width, height)),
        _box(b"colr", b"nclx", struct.pack(">HHHB", 1, 13, 1, 0)),
    ]
    if quarter_turns:
        properties.append(_box(b"irot", bytes([quarter_turns])))
    which = bytes([0x81, *range(2, len(properties) + 1)])

    def meta(offset: int) -> bytes:
        return _full_box(
            b"meta",
            _full_box(b"hdlr", bytes(4), b"pict", bytes(13)),
            _full_box(b"pitm", struct.pack(">H", 1)),
            _full_box(
                b"iloc",
                b"\x44\x00",
                struct.pack(">HHHHII", 1, 1, 0, 1, offset, len(coded)),
            ),
            _full_box(
                b"iinf",
                struct.pack(">H", 1),
                _full_box(b"infe", struct.pack(">HH4s", 1, 0, b"hvc1"), b"\0", version=2),
            ),
            _box(
                b"iprp",
                _box(b"ipco", *properties),
                _full_box(b"ipma", struct.pack(">IHB", 1, 1, len(which)), which),
            ),
        )

    head = _box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    return head + meta(len(head) + len(meta(0)) + 8) + _box(b"mdat", coded)
