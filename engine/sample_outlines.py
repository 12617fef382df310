"""Roughly where the person is in the stills that we know, and what of them the picture cuts off.

Owns these few points, placed by eye in pixels of the still. They are no matte: `subject` lies some
pixels outside the person, so that no piece of the person is taken for background.
"""

from dataclasses import dataclass
from typing import Final

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Outline:
    """`subject`: what is not background; `cut_off`: what goes on beyond the picture's edge."""

    subject: Points
    cut_off: Points = ()


# fmt: off
KNOWN: Final = {
    "grace_hopper": Outline(
        subject=(
            (2, 602), (6, 545), (16, 470), (18, 420), (35, 385), (50, 368), (80, 358), (140, 338),
            (180, 315), (162, 290), (142, 200), (136, 110), (160, 80), (165, 40), (200, 15),
            (300, 12), (360, 60), (385, 100), (390, 210), (372, 300), (345, 315), (400, 342),
            (490, 375), (512, 410), (524, 450), (545, 602),
        ),
        # Her left sleeve, which leaves the picture at the right edge.
        cut_off=(
            (511, 447), (512, 450), (516, 461), (521, 475), (526, 492), (530, 510), (533, 530),
            (535.5, 555), (537, 580), (538, 601), (511, 601),
        ),
    ),
    "astronaut": Outline(
        subject=(
            (8, 514), (10, 380), (28, 270), (78, 215), (105, 180), (146, 135), (140, 60),
            (180, 10), (260, 5), (312, 60), (312, 130), (285, 150), (320, 230), (362, 270),
            (370, 325), (420, 332), (490, 375), (514, 440), (532, 514),
        ),
        # A part of the hinge of the helmet's visor.
        cut_off=(
            (511, 485), (514.5, 486.5), (515.5, 491.5), (514.5, 496.5), (512, 500.5), (511, 501),
        ),
    ),
}
# fmt: on


def ordinary(width_px: int, height_px: int) -> Outline:
    """Head and shoulders in the middle, for a still that nobody has looked at."""
    shape = (
        (0.02, 1.0), (0.05, 0.8), (0.25, 0.62), (0.22, 0.3), (0.3, 0.06), (0.5, 0.0),
        (0.7, 0.06), (0.78, 0.3), (0.75, 0.62), (0.95, 0.8), (0.98, 1.0),
    )  # fmt: skip
    return Outline(tuple((x * width_px, y * height_px) for x, y in shape))
