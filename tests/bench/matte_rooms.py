"""Busy rooms drawn by chance: shelves, posters, a window, lamps, leaves; each seed another room.

They are what the networks mistake for people and what an edge filter mistakes for a person's edge:
strong lines behind the head, warm lamps, things of a shirt's colour. Also what moves in them.
"""

import cv2
import numpy as np

FINE = 1.25
"""The room is drawn so much larger than the frame, so that a camera may shake and turn."""


def busy(seed, size, *, wall=(150, 165, 175), light=1.0, accent=None):
    """A room as BGR float, `FINE` times the size (width, height)."""
    random = np.random.default_rng(seed)
    width, height = round(size[0] * FINE), round(size[1] * FINE)
    room = np.empty((height, width, 3), np.float32)
    room[:] = wall
    room *= np.linspace(1.1, 0.75, width, dtype=np.float32)[None, :, None]
    _shelves(room, random, accent)
    _window(room, random)
    for _ in range(5):
        _poster(room, random)
    for _ in range(3):
        _leaves(room, random)
    _lamps(room, random)
    room = cv2.GaussianBlur(room * light, (0, 0), 1.3)
    coarse = random.normal(0, 3, (height // 6, width // 6, 1)).astype(np.float32)
    room += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)[..., None]
    return np.clip(room, 3, 252)


def of_picture(path, size):
    """A picture as a room, covering the same area."""
    picture = cv2.imread(str(path))
    width, height = round(size[0] * FINE), round(size[1] * FINE)
    scale = max(width / picture.shape[1], height / picture.shape[0])
    larger = (
        max(width, round(picture.shape[1] * scale)),
        max(height, round(picture.shape[0] * scale)),
    )
    large = cv2.resize(picture, larger, interpolation=cv2.INTER_CUBIC)
    left, top = (large.shape[1] - width) // 2, (large.shape[0] - height) // 2
    return large[top : top + height, left : left + width].astype(np.float32)


def stirred(room, time_s, seed):
    """The room with a plant that sways and a monitor that flashes, close to the person."""
    moved = room.copy()
    height, width = room.shape[:2]
    random = np.random.default_rng(seed)
    left, top = round(0.66 * width), round(0.2 * height)
    screen = moved[top : top + height // 5, left : left + width // 7]
    screen[:] = np.array([200, 160, 90]) * (0.55 + 0.4 * np.sin(time_s * 9)) + 20
    screen[:: max(8, height // 60)] *= 0.6
    for _ in range(60):
        angle, length = random.uniform(-1.2, 1.2), random.uniform(0.1, 0.24) * height
        angle += 0.22 * np.sin(2.6 * time_s + angle)
        foot = np.array([0.33 * width, 0.62 * height])
        tip = foot + length * np.array([np.sin(angle), -np.cos(angle)])
        color = np.array([60, 110, 70]) * random.uniform(0.5, 1.3)
        cv2.line(moved, _point(foot), _point(tip), color.tolist(), round(height / 90), cv2.LINE_AA)
    return moved


def _point(at):
    return tuple(np.round(at).astype(int).tolist())


def _color(random, least=15, most=235):
    color = random.uniform(least, most, 3)
    return (0.6 * color + 0.4 * color.mean()).tolist()


def _shelves(room, random, accent):
    height, width = room.shape[:2]
    top = 0
    while top < 0.8 * height:
        tall = random.uniform(0.1, 0.17) * height
        at = random.uniform(0, 0.15) * width
        while at < width * 0.97:
            if random.random() < 0.12:
                at += random.uniform(0.03, 0.09) * width
            thick = random.uniform(0.006, 0.03) * width
            high = tall * random.uniform(0.55, 0.95)
            color = accent if accent is not None and random.random() < 0.4 else _color(random)
            foot = top + tall
            cv2.rectangle(room, _point((at, foot - high)), _point((at + thick, foot)), color, -1)
            stripe = foot - high * random.uniform(0.3, 0.8)
            cv2.rectangle(
                room,
                _point((at, stripe)),
                _point((at + thick, stripe + 0.08 * high)),
                _color(random, 100, 250),
                -1,
            )
            at += thick * random.uniform(1.0, 1.15)
        board = _point((0, top + tall)), _point((width, top + tall + height * 0.012))
        cv2.rectangle(room, *board, (60, 85, 120), -1)
        top += tall + height * random.uniform(0.02, 0.1)


def _window(room, random):
    height, width = room.shape[:2]
    left, top = random.uniform(0.02, 0.7) * width, random.uniform(0.02, 0.2) * height
    wide, high = 0.2 * width, 0.4 * height
    cv2.rectangle(room, _point((left, top)), _point((left + wide, top + high)), (245, 240, 225), -1)
    for share in (0, 0.5, 1):
        x, y = left + share * wide, top + share * high
        cv2.line(room, _point((x, top)), _point((x, top + high)), (50, 55, 60), 14, cv2.LINE_AA)
        cv2.line(room, _point((left, y)), _point((left + wide, y)), (50, 55, 60), 14, cv2.LINE_AA)


def _poster(room, random):
    height, width = room.shape[:2]
    left, top = random.uniform(0, 0.9) * width, random.uniform(0, 0.6) * height
    wide, high = random.uniform(0.05, 0.14) * width, random.uniform(0.1, 0.3) * height
    cv2.rectangle(room, _point((left, top)), _point((left + wide, top + high)), _color(random), -1)
    for _ in range(4):
        middle = left + random.random() * wide, top + random.random() * high
        radius = round(random.uniform(0.1, 0.35) * wide)
        cv2.circle(room, _point(middle), radius, _color(random), -1, cv2.LINE_AA)
    cv2.rectangle(room, _point((left, top)), _point((left + wide, top + high)), (20, 20, 25), 9)


def _leaves(room, random):
    height, width = room.shape[:2]
    middle = np.array([random.uniform(0.05, 0.95) * width, random.uniform(0.3, 0.9) * height])
    for _ in range(70):
        at = middle + random.normal(0, 0.06, 2) * height
        axes = (
            round(random.uniform(0.02, 0.05) * height),
            round(random.uniform(0.005, 0.012) * height),
        )
        green = (np.array([50, 120, 70]) * random.uniform(0.4, 1.5)).tolist()
        cv2.ellipse(room, _point(at), axes, random.uniform(0, 180), 0, 360, green, -1, cv2.LINE_AA)


def _lamps(room, random):
    height, width = room.shape[:2]
    glow = np.zeros(room.shape[:2], np.float32)
    for _ in range(3):
        at = _point((random.uniform(0.1, 0.9) * width, random.uniform(0.05, 0.5) * height))
        cv2.circle(glow, at, round(0.025 * height), 1.0, -1)
    few = cv2.resize(glow, (width // 8, height // 8), interpolation=cv2.INTER_AREA)
    soft = cv2.resize(cv2.GaussianBlur(few, (0, 0), height / 120), (width, height))
    room += (150 * soft + 60 * glow)[..., None] * np.array([0.5, 0.8, 1.0], np.float32)
