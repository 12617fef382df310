"""Timelines rendered in the test's own process, and a picture of which the top is known."""

import numpy as np

from engine.worker_draft import read_timeline
from engine.worker_render import render
from tests.integration.render_tools import decode, draft

ARROW = (60, 200, 60)
GROUND = (160, 60, 40)
"""In BGR."""


def arrow(width, height):
    """A bright bar in the upper left corner of the picture."""
    picture = np.full((height, width, 3), GROUND, np.uint8)
    picture[: max(1, height // 4), : max(1, width // 2)] = ARROW
    return picture


def made(tmp_path, clips, canvas, **more):
    """Render a timeline of whole clips in this process; (result, what a player shows).

    `clips`: (path, in_ms, duration_ms).
    """
    assets = {f"a{number}": str(path) for number, (path, _, _) in enumerate(clips)}
    cuts = [(f"a{number}", begin, length) for number, (_, begin, length) in enumerate(clips)]
    output = tmp_path / "out.mp4"
    timeline = read_timeline(draft(cuts, canvas, **more), assets)
    result = render(timeline, output, lambda fraction: None)
    return result, decode(output)


def is_near(pixel, color, tolerance=14):
    return bool((np.abs(pixel.astype(int) - np.array(color)) < tolerance).all())
