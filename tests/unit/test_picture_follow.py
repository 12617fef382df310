"""Following a person through a clip: what is looked at, in which order, and what comes of it."""

import numpy as np
import pytest

from engine.media.planes import new_planes
from engine.picture.follow import FIND_EVERY, SEARCH_EVERY, follow
from engine.picture.person import MIN_PERSON_SHARE, box_of
from engine.picture.shrink import CellBox, shrink
from engine.picture.tidy import tidy

ROWS, COLUMNS = 45, 80


def body(left=30, width=20, top=10):
    """A mask: a person who stands at the frame's lower edge."""
    mask = np.zeros((ROWS, COLUMNS), np.float32)
    mask[top:, left : left + width] = 1
    return mask


def picture(left=30, level=200, ground=60):
    planes = new_planes(COLUMNS * 8, ROWS * 8, (ground, 128, 128))
    planes.y[80:, left * 8 : (left + 20) * 8] = level
    return shrink(planes)


class Watcher:
    """Networks that see what the test says, and remember how they were asked."""

    def __init__(self, sees):
        self.shots = 0
        self.sees = sees
        self.looks = []
        self.finds = 0

    def look(self, small, box, network):
        self.looks.append((network, box))
        mask = np.zeros((small.rows, small.columns), np.float32)
        part = np.s_[box.top : box.bottom, box.left : box.right]
        mask[part] = self.sees(small, network)[part]
        return mask

    def forget(self):
        self.shots += 1

    def find(self, small):
        self.finds += 1
        return self.sees(small, "both")


def seen_by_brightness(small, network):
    """The bright part is the person."""
    return (small.cells[..., 0] > 0.5).astype(np.float32)


def run(pictures, watcher):
    return list(follow(((number, small) for number, small in enumerate(pictures)), watcher))


def test_every_picture_comes_out_once_in_order_with_its_own_person():
    pictures = [picture(left=20 + number // 2) for number in range(40)]
    watcher = Watcher(seen_by_brightness)
    out = run(pictures, watcher)
    assert [followed.item for followed in out] == list(range(40))
    for number, followed in enumerate(out):
        truth = body(left=20 + number // 2)
        assert np.abs(followed.mask - truth).mean() < 0.02


def test_a_still_person_is_looked_at_every_second_time_by_both_networks_in_turn():
    watcher = Watcher(seen_by_brightness)
    run([picture()] * 20, watcher)
    assert len(watcher.looks) == 11  # ten, and the other network's at the first picture
    networks = [network for network, _ in watcher.looks]
    assert networks[1:] == ["square", "landscape"] * 5
    assert networks[0] == "landscape"


def test_a_moving_person_is_looked_at_every_time():
    watcher = Watcher(seen_by_brightness)
    run([picture(left=10 + number) for number in range(20)], watcher)
    assert len(watcher.looks) == 21


def test_what_one_network_alone_believes_fades():
    def ghost(small, network):
        mask = seen_by_brightness(small, network)
        if network == "square":
            mask[5:40, 52:56] = 0.9
        return mask

    out = run([picture()] * 12, Watcher(ghost))
    assert all(followed.mask[20, 53] < 0.05 for followed in out)


def test_what_is_believed_for_a_moment_only_fades():
    moments = {6, 7}

    def flicker(small, network):
        mask = seen_by_brightness(small, network)
        if small.cells[0, 0, 0] > 0.3:
            mask[5:40, 52:56] = 1
        return mask

    pictures = [picture(left=30 + n % 2, ground=90 if n in moments else 60) for n in range(14)]
    out = run(pictures, Watcher(flicker))
    # A single look is believed half at most; before and after it nothing is left of it.
    assert max(followed.mask[20, 53] for followed in out[:5] + out[9:]) < 0.05


def test_nobody_is_searched_for_now_and_then_and_found_when_they_come():
    pictures = [picture(level=60)] * 12 + [picture()] * 12
    watcher = Watcher(seen_by_brightness)
    out = run(pictures, watcher)
    assert [followed.item for followed in out] == list(range(24))
    assert all(followed.mask is None for followed in out[:12])
    late = next(n for n, followed in enumerate(out) if followed.mask is not None)
    assert 12 <= late < 12 + SEARCH_EVERY
    assert out[-1].mask[30, 40] == 1


def test_the_whole_frame_is_searched_again_from_time_to_time():
    one = picture(left=10)
    planes = new_planes(COLUMNS * 8, ROWS * 8, (60, 128, 128))
    planes.y[80:, 80 : 30 * 8] = 200
    planes.y[80:, 60 * 8 : 75 * 8] = 200
    both = shrink(planes)
    out = run([one] * 3 + [both] * (FIND_EVERY + 6), Watcher(seen_by_brightness))
    assert out[4].mask[30, 65] < 0.5  # outside the box that is looked at
    assert out[-1].mask[30, 65] > 0.98


def test_a_cut_begins_anew():
    watcher = Watcher(seen_by_brightness)
    out = run([picture(left=5)] * 7 + [picture(left=50, ground=110)] * 7, watcher)
    assert [followed.item for followed in out] == list(range(14))
    assert out[6].mask[30, 55] < 0.05
    assert out[7].mask[30, 55] == 1
    assert out[7].mask[30, 10] < 0.05
    assert watcher.shots == 2, "what remembers is told"


def test_one_picture_is_enough():
    (only,) = run([picture()], Watcher(seen_by_brightness))
    assert np.abs(only.mask - body()).mean() < 0.01


def test_pictures_of_another_size_are_another_shot():
    small = shrink(new_planes(320, 176, (60, 128, 128)))
    out = run([picture(), small, picture()], Watcher(seen_by_brightness))
    assert [followed.mask is None for followed in out] == [False, True, False]


def test_the_box_follows_the_person_and_does_not_tremble():
    box = box_of(body())
    assert (box.left, box.right) == (27, 53)
    assert box.bottom == ROWS
    assert box_of(body(left=31, width=19), box) is box
    moved = box_of(body(left=40), box)
    assert moved.right >= 60
    small = box_of(body(left=35, width=8), box)
    assert small.right - small.left < box.right - box.left


def test_an_arm_that_leaves_the_crop_is_given_room():
    crop = CellBox(27, 5, 53, ROWS)
    arm = body()
    arm[20:25, 27:30] = 1
    cut, whole = box_of(arm, crop), box_of(arm)
    assert cut.left < whole.left < crop.left


def test_a_speck_is_nobody():
    mask = np.zeros((ROWS, COLUMNS), np.float32)
    assert box_of(mask) is None
    mask[:3, : int(MIN_PERSON_SHARE * mask.size / 3)] = 1
    assert box_of(mask) is None


def test_tidying_drops_islands_and_fills_what_was_doubted():
    raw = body(width=30)
    raw[2:5, 2:5] = 0.9  # an island
    raw[20:24, 40:44] = 0.12  # a badge that the network doubted
    raw[38:45, 34:38] = 0.1  # a dark hem, open to the frame's edge
    raw[30:34, 50:54] = 0.0  # the room, seen between arm and body
    mask = tidy(raw)
    assert mask[3, 3] == 0
    assert (mask[20:24, 40:44] == 1).all()
    assert (mask[38:45, 34:38] == 1).all()
    assert (mask[31:33, 51:53] == 0).all()


def test_tidying_makes_a_thing_held_before_the_body_solid():
    raw = body(width=30)
    raw[25:40, 40:52] = 0.4
    assert (tidy(raw)[25:40, 40:52] == 1).all()


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_tidying_an_empty_and_a_full_mask(level):
    mask = tidy(np.full((ROWS, COLUMNS), level, np.float32))
    assert (mask == level).all()
