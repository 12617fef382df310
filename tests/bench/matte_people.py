"""Real people cut out by a careful key: what a matte is measured against.

The clips show them before plain walls. The wall is known everywhere (a smooth surface fitted to
what certainly is wall), the person's colours near an edge are known from what certainly is person,
and alpha is where a pixel lies between the two. The networks say only what is certain; the edge is
the key's. Heads are what these clips show: a coat is drawn below, and its alpha is exact.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import av
import cv2
import numpy as np

from engine.networks import load, picture_path
from tests.truth import polygon_alpha

SHARED = Path(__file__).parents[3] / "shared" / "clips"

CERTAIN_PX = 13
"""How far within or outside the network's edge a pixel is certain; its error is less, but for
hair, which is why the outside is grown three times as far."""

KEY_FROM, KEY_TO = 0.08, 0.9
"""What the key gives is stretched from here to 0..1: noise of the wall, and strands thinner than a
pixel that the clip's own compression has blurred."""


@dataclass(frozen=True)
class Person:
    """One picture of somebody: light of their own, BGR 0..255 times alpha, and alpha 0..1."""

    premultiplied: np.ndarray
    alpha: np.ndarray


@dataclass(frozen=True)
class Coat:
    """What a head wears: its colour in BGR, and how far up its collar reaches over the clip's
    lower edge, as a share of the clip's side."""

    color: tuple[float, float, float]
    collar: float = 0.1
    grain: float = 6.0


def keyed(name, count, start=0):
    """The first pictures of a clip of `SHARED`, as persons of its own size."""
    with av.open(str(SHARED / f"{name}.mp4")) as container:
        for index, frame in enumerate(container.decode(video=0)):
            if index >= start + count:
                return
            if index >= start:
                yield _key(frame.to_ndarray(format="bgr24"))


def cut_by_hand(name):
    """A public-domain portrait and its outline (`tests.truth`), once."""
    picture = cv2.imread(str(picture_path(name))).astype(np.float32)
    alpha = cv2.GaussianBlur(polygon_alpha(name, picture.shape[1], picture.shape[0]), (0, 0), 0.7)
    # A hair's breadth inwards, or the old room would shine at the edge.
    alpha = np.clip(alpha * 2 - 1, 0, 1)
    return Person(picture * alpha[..., None], alpha)


def _key(bgr):
    picture = bgr.astype(np.float32)
    small = cv2.cvtColor(
        cv2.resize(bgr, (256, 256), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB
    )
    mask = load("selfie_square").run(None, {"picture": small[None]})[0][0, 0]
    mask = cv2.resize(mask, bgr.shape[1::-1])
    person = (mask > 0.5).astype(np.uint8)
    round_ = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * CERTAIN_PX + 1,) * 2)
    # The clip's edges are no edges of the person.
    is_within = cv2.erode(person, round_, borderValue=1) > 0
    is_wall = cv2.dilate(person, round_, iterations=3) == 0
    wall = _wall(picture, is_wall)
    inner = _spread(picture, is_within, 10)
    across = inner - wall
    alpha = ((picture - wall) * across).sum(2) / np.maximum((across * across).sum(2), 1)
    alpha = np.clip((alpha - KEY_FROM) / (KEY_TO - KEY_FROM), 0, 1)
    alpha[is_within] = 1
    alpha[is_wall] = 0
    alpha = _whole(alpha)
    light = np.maximum(picture - (1 - alpha[..., None]) * wall, 0)
    return Person(light * (alpha > 0)[..., None], alpha)


def _wall(picture, is_wall):
    """The wall behind the person: a surface of second order, and what it leaves, blurred."""
    rows, columns = is_wall.shape
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) / rows
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], -1)
    chosen = np.flatnonzero(is_wall.ravel())[::7]
    flat = terms.reshape(-1, 6)
    fit, *_ = np.linalg.lstsq(flat[chosen], picture.reshape(-1, 3)[chosen], rcond=None)
    surface = (flat @ fit).reshape(picture.shape).astype(np.float32)
    rest = _spread(picture - surface, is_wall, 20)
    return surface + rest


def _spread(picture, is_known, sigma):
    """The known pixels' colours brought to the unknown ones, blurred on a quarter of the size."""
    weight = is_known.astype(np.float32)
    few = (picture.shape[1] // 4, picture.shape[0] // 4)
    weighed = np.dstack([picture * weight[..., None], weight])
    weighed = cv2.resize(weighed, few, interpolation=cv2.INTER_AREA)
    near = cv2.GaussianBlur(weighed, (0, 0), sigma / 4)
    near += np.float32(1e-3) * cv2.GaussianBlur(weighed, (0, 0), sigma)
    near = cv2.resize(near, picture.shape[1::-1])
    return near[..., :3] / np.maximum(near[..., 3:], 1e-9)


def _whole(alpha):
    """Without islands of wall noise and without holes in the middle of the person."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((alpha > 0.1).astype(np.uint8))
    if count > 2:
        alpha = np.where(labels == 1 + np.argmax(stats[1:, cv2.CC_STAT_AREA]), alpha, 0)
    return alpha.astype(np.float32)


def dressed(person, coat, size, scale, bottom, wave=None):
    """The person on a canvas of (width, height), the head clip `scale` times as large with its
    lower edge at `bottom`, in a coat that reaches down to the canvas' edge; an arm is raised and
    turned by `wave` degrees."""
    side = person.alpha.shape[0] * scale
    matrix = np.array([[scale, 0, (size[0] - side) / 2], [0, scale, bottom - side]])
    way = cv2.INTER_CUBIC
    alpha = np.clip(cv2.warpAffine(person.alpha, matrix, size, flags=way), 0, 1)
    light = np.clip(cv2.warpAffine(person.premultiplied, matrix, size, flags=way), 0, 255)
    if coat is None:
        return Person(light, alpha)
    cloth, worn = _cloth(coat, size, side, bottom)
    worn_person = Person(
        cloth * worn[..., None] + light * (1 - worn)[..., None], worn + alpha * (1 - worn)
    )
    return worn_person if wave is None else _waving(worn_person, cloth, side, bottom, wave)


@lru_cache(maxsize=1)
def _cloth(coat, size, side, bottom):
    """(BGR, alpha) of a coat for a head clip of that side: shoulders, sleeves, folds, grain."""
    width, height = size
    up = -coat.collar
    outline = [(0, -0.025), (0.2, 0.4 * up), (0.27, up), (0.5, up + 0.06), (0.62, up + 0.16)]
    outline += [(0.7, up + 0.32), (0.76, 0.5), (0.82, 1.4)]
    right = [(width / 2 + x * side, bottom + y * side) for x, y in outline]
    left = [(width - x, y) for x, y in reversed(right)]
    alpha = _filled(right + left, size, 1.2)
    random = np.random.default_rng(5)
    shade = random.normal(0, 1, (9, 16)).astype(np.float32)
    fine = random.normal(0, 1, (height, width)).astype(np.float32)
    across = np.linspace(-1, 1, width, dtype=np.float32)[None]
    light = 1 - 0.25 * across + 0.1 * cv2.resize(shade, size, interpolation=cv2.INTER_CUBIC)
    light += coat.grain / 60 * cv2.GaussianBlur(fine, (0, 0), 1.2)
    return np.array(coat.color, np.float32) * light[..., None], alpha


def _waving(person, cloth, side, bottom, degrees):
    """With a forearm before the coat, raised from the elbow, and an open hand."""
    height, width = person.alpha.shape
    elbow = np.array([width / 2 + 0.72 * side, bottom + 0.3 * side])
    turn = np.deg2rad(degrees)
    along, across = np.array([np.sin(turn), -np.cos(turn)]), np.array([np.cos(turn), np.sin(turn)])

    def at(up, aside):
        return elbow + (up * along + aside * across) * side

    sleeve = [at(-0.05, -0.12), at(0.48, -0.075), at(0.48, 0.075), at(-0.05, 0.12)]
    hand = [at(0.44, -0.045), at(0.56, -0.1), at(0.62, -0.17), at(0.65, -0.15), at(0.6, -0.08)]
    hand += [at(0.67, -0.075), at(0.83, -0.075), at(0.84, -0.045), at(0.69, -0.03)]
    hand += [at(0.87, -0.02), at(0.87, 0.01), at(0.69, 0.01), at(0.83, 0.05), at(0.82, 0.075)]
    hand += [at(0.66, 0.055), at(0.6, 0.075), at(0.44, 0.045)]
    skin = np.array([120, 150, 205], np.float32)
    blur = 1.2 + abs(np.cos(turn)) * 2
    for points, color in ((hand, skin), (sleeve, cloth * 0.85)):
        part = _filled(points, (width, height), blur)[..., None]
        light = color * part + person.premultiplied * (1 - part)
        person = Person(light, part[..., 0] + person.alpha * (1 - part[..., 0]))
    return person


def _filled(points, size, blur):
    alpha = np.zeros(size[::-1], np.uint8)
    fixed = np.round(np.array(points) * 16).astype(np.int32)
    cv2.fillPoly(alpha, [fixed], 255, cv2.LINE_AA, shift=4)
    return cv2.GaussianBlur(alpha, (0, 0), blur).astype(np.float32) / 255
