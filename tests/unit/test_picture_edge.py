"""The edge: tiles moved to the byte, the filter that finds hair, the blend in the planes."""

import cv2
import numpy as np
import pytest

from engine.media.planes import Planes, new_frame, new_planes, planes_of
from engine.picture import tiles
from engine.picture.compose import edge_alpha, lay_over, matte_of
from engine.picture.decontaminate import decontaminated
from engine.picture.guided import ALPHA_FROM, ALPHA_TO, fitted
from engine.picture.placement import part_of, place
from engine.picture.shrink import CellBox, crop_rgb, shrink

WIDTH, HEIGHT = 320, 176
ROWS, COLUMNS = HEIGHT // 8, WIDTH // 8


def random_planes(seed, kind="array"):
    random = np.random.default_rng(seed)
    planes = planes_of(new_frame(WIDTH, HEIGHT)) if kind == "frame" else new_planes(WIDTH, HEIGHT)
    for plane in planes:
        plane[:] = random.integers(16, 236, plane.shape)
    return planes


def blocks(plane, side):
    """The plane cut into tiles by plain slicing: (rows * columns, side * side)."""
    height, width = plane.shape
    cut = plane.reshape(height // side, side, width // side, side).transpose(0, 2, 1, 3)
    return cut.reshape(-1, side * side)


@pytest.mark.parametrize("kind", ["array", "frame"])
def test_tiles_are_gathered_scattered_and_copied_to_the_byte(kind):
    planes, target = random_planes(1, kind), random_planes(2, kind)
    chosen = np.array([0, 1, 2, COLUMNS - 1, COLUMNS, 5 * COLUMNS + 7, ROWS * COLUMNS - 1])
    luma, u, v = tiles.gather(planes, chosen)
    for got, plane, side in ((luma, planes.y, 8), (u, planes.u, 4), (v, planes.v, 4)):
        assert (got == blocks(plane.copy(), side)[chosen]).all()

    before = [plane.copy() for plane in target]
    tiles.scatter(target, chosen, (luma, u, v))
    copied = random_planes(2, kind)
    tiles.copy(planes, copied, chosen)
    is_chosen = np.isin(np.arange(ROWS * COLUMNS), chosen)
    for here, there, also, former, side in zip(
        planes, target, copied, before, (8, 4, 4), strict=True
    ):
        expected = blocks(former, side)
        expected[is_chosen] = blocks(here.copy(), side)[is_chosen]
        assert (blocks(there.copy(), side) == expected).all()
        assert (there == also).all()


def test_nothing_to_copy_changes_nothing():
    target = random_planes(3)
    tiles.copy(random_planes(4), target, np.array([], np.intp))
    assert all((a == b).all() for a, b in zip(target, random_planes(3), strict=True))


def test_tiles_of_a_part_of_a_canvas_stay_in_that_part():
    canvas = new_planes(640, 360)
    placement = place((WIDTH, HEIGHT), (WIDTH, HEIGHT), (640, 360), is_cut_out=True)
    small = new_planes(160, 96, (200, 90, 90))
    part = Planes(canvas.y[80:176, 240:400], canvas.u[40:88, 120:200], canvas.v[40:88, 120:200])
    tiles.copy(small, part, np.arange(20 * 12))
    assert (canvas.y[80:176, 240:400] == 200).all()
    assert (canvas.y == 200).sum() == 160 * 96
    assert tiles.can_tile(part)
    assert not tiles.can_tile(Planes(canvas.y[:, 1:], canvas.u, canvas.v))
    assert part_of(canvas, placement).y.shape == (360, 640)


def test_cells_are_brought_up_as_opencv_does_it():
    cells = np.random.default_rng(5).random((ROWS, COLUMNS, 2)).astype(np.float32)
    for side in (8, 4):
        size = (COLUMNS * side, ROWS * side)
        expected = cv2.resize(cells, size, interpolation=cv2.INTER_LINEAR)
        every = np.arange(ROWS * COLUMNS)
        got = tiles.interpolate(cells.reshape(-1, 2), ROWS, COLUMNS, every, side)
        for channel in range(2):
            assert got[channel] == pytest.approx(
                blocks(expected[..., channel].copy(), side), abs=1e-5
            )


def test_a_slope_of_chroma_is_a_slope_of_luma_too():
    rows, columns = np.mgrid[0:4, 0:4].astype(np.float32) * 2 + 0.5
    fine_rows, fine_columns = np.mgrid[0:8, 0:8]
    raised = tiles.to_luma((3 * rows - 2 * columns).reshape(1, 16))
    assert raised.reshape(8, 8) == pytest.approx(3 * fine_rows - 2 * fine_columns, abs=1e-4)
    flat = tiles.to_chroma(np.arange(64, dtype=np.float32).reshape(1, 64))
    means = np.arange(64).reshape(4, 2, 4, 2).mean(axis=(1, 3))
    assert flat.reshape(4, 4) == pytest.approx(means)


def scene(with_noise=0.0):
    """A bright person (a disc with a fringe of hairs) before a dark wall, and the true alpha."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    disc = np.hypot(rows - 110, columns - 160) < 60
    hairs = (np.abs(columns - 160) < 60) & (rows > 30) & (rows < 90) & (columns % 12 < 3)
    alpha = (disc | hairs).astype(np.float32)
    alpha = cv2.GaussianBlur(alpha, (3, 3), 0)
    noise = np.random.default_rng(7).normal(0, with_noise, alpha.shape)
    luma = np.clip(50 + 130 * alpha + noise, 16, 235).astype(np.uint8)
    planes = new_planes(WIDTH, HEIGHT)
    planes.y[:] = luma
    planes.u[:] = 128 - 20 * cv2.resize(alpha, (WIDTH // 2, HEIGHT // 2))
    return planes, alpha


def coarse(alpha):
    """What a network gives: the right place, no hairs."""
    blob = cv2.GaussianBlur(alpha, (0, 0), 6)
    return cv2.resize(blob, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA)


def whole_alpha(planes, matte):
    full = np.zeros((ROWS * COLUMNS, 64), np.float32)
    full[matte.inside] = 1
    full[matte.edge] = edge_alpha(matte, tiles.gather(planes, matte.edge))
    return full.reshape(ROWS, COLUMNS, 8, 8).transpose(0, 2, 1, 3).reshape(HEIGHT, WIDTH)


@pytest.mark.parametrize("noise", [0, 2])
def test_the_filter_finds_hairs_that_the_mask_does_not_have(noise):
    planes, alpha = scene(noise)
    mask = coarse(alpha)
    matte = matte_of(shrink(planes), mask)
    raw = cv2.resize(mask, (WIDTH, HEIGHT))
    found = np.abs(whole_alpha(planes, matte) - alpha).mean()
    assert found < 0.35 * np.abs(raw - alpha).mean()


def test_the_filter_leaves_the_edge_where_it_was_in_a_flat_picture():
    mask = coarse(scene()[1])
    guide = np.full((ROWS, COLUMNS, 3), 0.5, np.float32)
    slopes, fine = fitted(guide, mask)
    again = (slopes[..., :3] * guide).sum(axis=2) + slopes[..., 3]
    assert np.abs(slopes[..., :3]).max() < 1e-3
    assert np.clip((again - ALPHA_FROM) / (ALPHA_TO - ALPHA_FROM), 0, 1) == pytest.approx(
        fine, abs=0.01
    )
    # Where the picture tells nothing, a spot of fifteen cells gets a little rounder and smaller.
    assert (fine > 0.5).sum() == pytest.approx((mask > 0.5).sum(), rel=0.2)


def test_the_persons_bytes_and_the_backgrounds_bytes_are_untouched_off_the_edge():
    planes, alpha = scene(2)
    background = random_planes(9)
    target = random_planes(9)
    matte = matte_of(shrink(planes), coarse(alpha))
    lay_over(planes, matte, target)
    inside = np.isin(np.arange(ROWS * COLUMNS), matte.inside)
    outside = ~inside & ~np.isin(np.arange(ROWS * COLUMNS), matte.edge)
    assert inside.sum() > 20
    assert outside.sum() > 200
    for got, person, behind, side in zip(target, planes, background, (8, 4, 4), strict=True):
        assert (blocks(got.copy(), side)[inside] == blocks(person.copy(), side)[inside]).all()
        assert (blocks(got.copy(), side)[outside] == blocks(behind.copy(), side)[outside]).all()


def test_the_blend_is_the_formula_in_every_plane():
    planes, alpha = scene()
    under = (200, 60, 220)
    target = new_planes(WIDTH, HEIGHT, under)
    matte = matte_of(shrink(planes), coarse(alpha))
    lay_over(planes, matte, target)
    over = tiles.gather(planes, matte.edge)
    share = edge_alpha(matte, over)
    shares = (share, tiles.to_chroma(share), tiles.to_chroma(share))
    own = decontaminated(over, shares[0], shares[1], matte.inner, matte.edge)
    for got, above, below, part in zip(
        tiles.gather(target, matte.edge), own, under, shares, strict=True
    ):
        assert got.astype(float) == pytest.approx(above * part + below * (1 - part), abs=0.6)


def test_the_old_rooms_colour_is_taken_out_of_the_edge_and_the_persons_kept():
    """A person of one colour before a room of another: at the edge only the first is left."""
    planes, alpha = scene()
    planes.u[:] = np.rint(90 + 80 * (1 - cv2.resize(alpha, (WIDTH // 2, HEIGHT // 2))))
    matte = matte_of(shrink(planes), coarse(alpha))
    over = tiles.gather(planes, matte.edge)
    share = edge_alpha(matte, over)
    half = tiles.to_chroma(share)
    own = decontaminated(over, share, half, matte.inner, matte.edge)
    is_mixed = (half > 0.2) & (half < 0.8)
    before, after = (np.abs(one[1].astype(float) - 90)[is_mixed].mean() for one in (over, own))
    assert after < 0.6 * before
    assert (own[1][half == 1] == over[1][half == 1]).all()


def test_a_frame_that_the_decoder_cropped_is_cut_out_all_the_same():
    planes, alpha = scene()
    shifted = new_planes(WIDTH + 8, HEIGHT)
    for plane, wider, off in zip(planes, shifted, (2, 1, 1), strict=True):
        wider[:, off : off + plane.shape[1]] = plane
    cropped = Planes(
        shifted.y[:, 2 : 2 + WIDTH],
        shifted.u[:, 1 : 1 + WIDTH // 2],
        shifted.v[:, 1 : 1 + WIDTH // 2],
    )
    assert not tiles.can_tile(cropped)
    results = [new_planes(WIDTH, HEIGHT, (200, 60, 220)) for _ in range(2)]
    for picture, target in zip((planes, cropped), results, strict=True):
        lay_over(picture, matte_of(shrink(picture), coarse(alpha)), target)
    assert all((one == other).all() for one, other in zip(*results, strict=True))


def test_nobody_and_somebody_everywhere():
    planes, _ = scene()
    target = new_planes(WIDTH, HEIGHT, (200, 60, 220))
    lay_over(planes, matte_of(shrink(planes), np.zeros((ROWS, COLUMNS), np.float32)), target)
    assert (target.y == 200).all()
    lay_over(planes, matte_of(shrink(planes), np.ones((ROWS, COLUMNS), np.float32)), target)
    assert (target.y == planes.y).all()


def test_halves_are_means_and_crops_are_rgb():
    planes = random_planes(11)
    small = shrink(planes)
    assert small.cells.shape == (ROWS, COLUMNS, 3)
    mean = planes.y.astype(float).reshape(ROWS, 8, COLUMNS, 8).mean(axis=(1, 3)) / 255
    assert small.cells[..., 0] == pytest.approx(mean, abs=2 / 255)
    with pytest.raises(ValueError, match="multiple of 8"):
        shrink(new_planes(324, 176))

    red = new_planes(WIDTH, HEIGHT, (63, 102, 240))  # BT.709 limited
    rgb = crop_rgb(shrink(red), CellBox(2, 2, 20, 20), 64, 48)
    assert rgb.shape == (48, 64, 3)
    assert np.abs(rgb.astype(int) - [255, 0, 0]).max() <= 3
