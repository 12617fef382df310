"""Pictures that were sent, and pictures of ours, as planes.

Owns which formats are read, their limit of pixels, and the way from RGB to planes. Pillow decodes,
with libheif for the pictures of iPhones. A picture is turned upright by its EXIF tag, its colours
are brought to sRGB by its own profile and its transparency laid on white. Of an animation the first
frame counts. Must not know what the picture is for.
"""

from __future__ import annotations

import logging
import struct
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.colour import rgb_to_yuv, yuv_to_rgb_matrix
from engine.media.failures import JobFailed, damaged, unsupported
from engine.media.limits import MAX_STILL_PX
from engine.media.planes import Planes

if TYPE_CHECKING:
    from PIL.Image import Image

_log = logging.getLogger(__name__)

UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    EOFError,
    TypeError,
    RuntimeError,
    struct.error,
)
"""All that Pillow and libheif have been seen to raise for a broken picture."""

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "HEIF")
HEIF_BRANDS = (b"heic", b"heix", b"mif1")

QUALITY = 88
"""Of the JPEGs that are written, on the usual scale to 100."""


def still_format(head: bytes) -> str | None:
    """The picture format that a file's first bytes announce, None for everything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        return "HEIF"
    return None


def measure(path: Path) -> tuple[int, int, str]:
    """Upright width and height in pixels and the format's name, after decoding all of it.

    Raises JobFailed: `unsupported`, `damaged`, `too_large`.
    """
    image = _decoded(path)
    return image.width, image.height, (image.info.get("format") or "image")


def covering(path: Path, width_px: int, height_px: int) -> Planes:
    """The picture's middle, scaled and cut to cover that size (even). Raises JobFailed."""
    from PIL import ImageOps
    from PIL.Image import Resampling

    fitted = ImageOps.fit(_decoded(path), (width_px, height_px), Resampling.LANCZOS)
    return from_rgb(np.asarray(fitted, np.uint8))


def upright(path: Path, longest_px: int) -> Planes:
    """The whole picture, of even sides, made smaller where one is longer than that.

    Raises JobFailed.
    """
    from PIL.Image import Resampling

    picture = _decoded(path)
    size = even_size(picture.size, longest_px)
    if size != picture.size:
        picture = picture.resize(size, Resampling.LANCZOS)
    return from_rgb(np.asarray(picture, np.uint8))


def even_size(size_px: tuple[int, int], longest_px: int) -> tuple[int, int]:
    """The even width and height at which `upright` gives a picture of that size."""
    scale = min(1.0, longest_px / max(size_px))
    width, height = (max(2, 2 * round(side * scale / 2)) for side in size_px)
    return width, height


def read_rgba(path: Path, longest_px: int) -> NDArray[np.uint8]:
    """The picture with what is see-through in it, (height, width, 4), of even sides.

    Scaled so that its longer side is `longest_px`. Raises JobFailed.
    """
    from PIL.Image import Resampling

    picture = _upright(path).convert("RGBA")
    scale = longest_px / max(picture.size)
    width, height = (max(2, 2 * round(side * scale / 2)) for side in picture.size)
    # Colours are weighed by how much is seen of them, else a clear white would fringe the edge.
    return np.asarray(
        picture.convert("RGBa").resize((width, height), Resampling.LANCZOS).convert("RGBA"),
        np.uint8,
    )


def from_rgb(rgb: NDArray[np.uint8]) -> Planes:
    """Planes of an RGB picture of even size, (height, width, 3)."""
    yuv = rgb_to_yuv(rgb.astype(np.float32) / np.float32(255))
    chroma_px = (rgb.shape[1] // 2, rgb.shape[0] // 2)
    luma = np.clip(np.rint(yuv[..., 0]), 0, 255).astype(np.uint8)
    chroma = cv2.resize(yuv[..., 1:], chroma_px, interpolation=cv2.INTER_AREA)
    chroma = np.clip(np.rint(chroma), 0, 255).astype(np.uint8)
    return Planes(
        np.ascontiguousarray(luma),
        np.ascontiguousarray(chroma[..., 0]),
        np.ascontiguousarray(chroma[..., 1]),
    )


def write_jpeg(planes: Planes, path: Path) -> None:
    """Write a picture as a JPEG. Raises OSError."""
    size = (planes.width_px, planes.height_px)
    merged = cv2.merge([planes.y, cv2.resize(planes.u, size), cv2.resize(planes.v, size)])
    matrix, offset = yuv_to_rgb_matrix()
    rgb = cv2.transform(merged, np.hstack([matrix, offset[:, None]]) * np.float32(255))
    is_written, data = cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if not is_written:
        raise OSError("the picture can't be encoded")
    path.write_bytes(data.tobytes())


def _decoded(path: Path) -> Image:
    """The upright picture in RGB, what is see-through laid on white."""
    from PIL import Image

    upright = _upright(path)
    rgb = upright
    if upright.mode == "RGBA":
        white = Image.new("RGBA", upright.size, "white")
        rgb = Image.alpha_composite(white, upright).convert("RGB")
    rgb.info = {"format": upright.info["format"]}
    return rgb


def _upright(path: Path) -> Image:
    """The picture turned upright, in sRGB, with its alpha where parts of it are see-through."""
    import pi_heif
    from PIL import Image, ImageOps, UnidentifiedImageError

    pi_heif.register_heif_opener(thumbnails=False)
    # The limit of pixels is ours alone: Pillow's own would call a large picture a damaged one.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path, formats=FORMATS) as image:
            if image.width * image.height > MAX_STILL_PX:
                raise JobFailed(
                    "too_large",
                    f"This picture has {image.width}x{image.height} pixels; please send one of "
                    f"at most {MAX_STILL_PX // 1_000_000} megapixels.",
                )
            name, profile = image.format, image.info.get("icc_profile")
            upright = _in_rgb(ImageOps.exif_transpose(image), profile)
    except UnidentifiedImageError as error:
        raise unsupported() from error
    except UNREADABLE as error:
        _log.info("Pillow refuses a picture of the job: %s", type(error).__name__)
        raise damaged() from error
    upright.info = {"format": (name or "image").lower()}
    return upright


def _in_rgb(image: Image, profile: bytes | None) -> Image:
    """The picture in RGB or RGBA of 8 bits a colour."""
    from PIL import Image as Pillow

    if image.mode.startswith("I"):
        # Grey of 16 bits: Pillow would cut it off at 255.
        grey = np.asarray(image).astype(np.float32) / 257
        return Pillow.fromarray(np.clip(np.rint(grey), 0, 255).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        return image.convert("RGBA")
    return _in_srgb(image, profile) if profile else image.convert("RGB")


def _in_srgb(image: Image, profile: bytes) -> Image:
    """The colours that the picture's own profile means: phones take pictures in Display P3."""
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        changed = ImageCms.profileToProfile(image, own, srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        # A profile of another kind of picture, or a broken one: as if there were none.
        _log.info("the picture's colour profile is not used: %s", type(error).__name__)
        return image.convert("RGB")
    return changed if changed is not None else image.convert("RGB")
