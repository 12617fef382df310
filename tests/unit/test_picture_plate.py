"""The camera's motion, the clean plate and what it adds to a mask, on drawn rooms."""

import cv2
import numpy as np
import pytest

from engine.media.planes import new_planes
from engine.picture.evidence import raised, with_known_room
from engine.picture.follow import Followed
from engine.picture.motion import CameraMotion, is_still
from engine.picture.plate import UNKNOWN, Behind, Plate
from engine.picture.shrink import shrink

WIDTH, HEIGHT = 640, 360
COLUMNS, ROWS = WIDTH // 8, HEIGHT // 8
EVERYWHERE = np.ones((ROWS, COLUMNS), np.bool_)


@pytest.fixture(scope="module")
def room():
    """Luma of a room full of things, larger than the picture."""
    random = np.random.default_rng(3)
    luma = np.full((HEIGHT + 80, WIDTH + 80), 110, np.uint8)
    for _ in range(160):
        left, top = random.integers(0, WIDTH + 60), random.integers(0, HEIGHT + 60)
        corner = (int(left + random.integers(8, 50)), int(top + random.integers(8, 50)))
        cv2.rectangle(luma, (int(left), int(top)), corner, int(random.integers(20, 230)), -1)
    return cv2.GaussianBlur(luma, (0, 0), 1.2)


def shot(room, matrix, gain=1.0):
    """The room as a camera sees it; `matrix` carries the first picture's pixels to this one's."""
    full = np.vstack([matrix, [0, 0, 1]]) @ [[1, 0, -40], [0, 1, -40], [0, 0, 1]]
    planes = new_planes(WIDTH, HEIGHT)
    planes.y[:] = np.clip(cv2.warpAffine(room, full[:2], (WIDTH, HEIGHT)) * gain, 0, 255)
    return shrink(planes)


def moved(x, y, degrees=0.0):
    matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), degrees, 1)
    matrix[:, 2] += (x, y)
    return matrix


def test_a_hand_that_shakes_is_followed_to_a_fraction_of_a_pixel(room):
    motion = CameraMotion()
    path = [moved(0, 0), moved(3, -2, 0.2), moved(7.5, -5, 0.5), moved(12, -3, 0.8)]
    for matrix in path:
        back = motion.follow(shot(room, matrix), EVERYWHERE)
        assert back is not None
        corners = np.array([(60, 60), (WIDTH - 60, 60), (60, HEIGHT - 60)], float)
        there = corners @ matrix[:, :2].T + matrix[:, 2]
        assert np.abs(there @ back[:, :2].T + back[:, 2] - corners).max() < 0.5


def test_a_camera_that_stands_still_is_said_to(room):
    motion = CameraMotion()
    for _ in range(5):
        back = motion.follow(shot(room, moved(0, 0)), EVERYWHERE)
        assert back is not None
        assert is_still(back, WIDTH, HEIGHT)


def test_a_wall_without_a_thing_on_it_tells_no_motion():
    blank = shrink(new_planes(WIDTH, HEIGHT, (120, 128, 128)))
    motion = CameraMotion()
    motion.follow(blank, EVERYWHERE)
    assert motion.follow(blank, EVERYWHERE) is None


def test_the_plate_shows_the_room_where_it_now_is_and_as_bright(room):
    plate = Plate()
    for step in range(6):
        plate.show(shot(room, moved(step, 0)), None)
    now = shot(room, moved(9, 4, 0.4), gain=1.1)
    behind = plate.show(now, None)
    assert behind is not None
    inner = np.s_[4:-4, 4:-4]
    off = np.abs(behind.room[..., 0] - now.cells[..., 0] * 255)[inner]
    still = np.abs(shot(room, moved(0, 0)).cells[..., 0] - now.cells[..., 0])[inner] * 255
    assert off.mean() < 0.25 * still.mean()


def test_what_a_person_hides_is_not_learned_and_not_believed(room):
    likely = np.zeros((ROWS, COLUMNS), np.float32)
    likely[10:40, 30:50] = 1
    plate = Plate()
    plate.show(shot(room, moved(0, 0)), likely)
    behind = plate.show(shot(room, moved(0, 0)), likely)
    assert behind is not None
    assert (behind.doubt[10:40, 30:50] == UNKNOWN).all()
    assert (behind.doubt[:, :20] < 10).all()


def test_a_doubted_limb_before_a_known_room_becomes_the_persons(room):
    seen = shot(room, moved(0, 0))
    behind = Behind(seen.cells * np.float32(255), np.full((ROWS, COLUMNS), 2, np.float32))
    cells = seen.cells.copy()
    limb, elsewhere = np.s_[10:30, 50:56], np.s_[10:30, 10:16]
    cells[limb][..., 0] += 0.3
    cells[elsewhere][..., 0] += 0.3
    now = type(seen)(seen.half, seen.quarter, cells)
    mask = np.zeros((ROWS, COLUMNS), np.float32)
    likely = np.zeros_like(mask)
    likely[8:32, 48:58] = 0.5
    result = raised(now, mask, likely, behind)
    assert result[12:28, 51:55].min() > 0.6
    assert result[:, :40].max() == 0
    unknown = Behind(behind.room, np.full((ROWS, COLUMNS), UNKNOWN, np.float32))
    assert raised(now, mask, likely, unknown).max() == 0


def test_another_shot_has_another_room(room):
    """What was learned before a cut says nothing after it."""
    first = [Followed(n, shot(room, moved(0, 0)), None, None, 0) for n in range(3)]
    mask = np.full((ROWS, COLUMNS), 0.2, np.float32)
    after = Followed(3, shot(255 - room, moved(0, 0)), mask, np.ones_like(mask), 1)
    *_, last = with_known_room([*first, after])
    assert (last.mask == mask).all()
