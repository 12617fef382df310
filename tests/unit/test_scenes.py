"""The scenes that ship: their pictures, their light, the gradient and the contact sheet."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from engine.scenes import catalog, gradient, sheet
from engine.scenes.catalog import SCENES, picture_path, titles

SHAPES = {"landscape": (1920, 1080), "portrait": (1080, 1920), "square": (1080, 1080)}
MOST_BYTES = 15_000_000


def luma_of(path: Path) -> np.ndarray:
    """An eighth of a picture's size is enough, and what JPEG decodes fastest."""
    return cv2.imread(str(path), cv2.IMREAD_REDUCED_GRAYSCALE_8).astype(np.float32)


@pytest.mark.parametrize("scene", SCENES.values(), ids=lambda scene: scene.name)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_scene_has_a_picture_of_every_shape_that_is_a_room(scene, shape):
    path = getattr(scene, shape)
    with Image.open(path) as picture:
        assert picture.size == SHAPES[shape]
        assert picture.format == "JPEG"
        assert not picture.getexif()
    luma = luma_of(path)
    assert 45 < luma.mean() < 200
    assert luma.std() > 20, "a grey box"
    assert (luma > 250).mean() < 0.12, "glare"
    assert (luma < 6).mean() < 0.12, "black"


def test_the_pictures_together_are_no_burden():
    pictures = [getattr(scene, shape) for scene in SCENES.values() for shape in SHAPES]
    assert sum(path.stat().st_size for path in pictures) < MOST_BYTES
    shipped = {path.name for path in Path(catalog.__file__).parent.glob("*.jpg")}
    assert shipped == {path.name for path in pictures}


@pytest.mark.parametrize("scene", SCENES.values(), ids=lambda scene: scene.name)
def test_the_light_comes_from_where_the_catalogue_says(scene):
    luma = luma_of(scene.landscape)
    middle = luma.shape[1] // 2
    left, right = luma[:, :middle].mean(), luma[:, -middle:].mean()
    brighter, darker = (left, right) if scene.light_side == "left" else (right, left)
    assert brighter > darker + 2


@pytest.mark.parametrize(
    ("size", "shape"),
    [
        ((1920, 1080), "landscape"),
        ((640, 480), "landscape"),
        ((1080, 1920), "portrait"),
        ((480, 640), "portrait"),
        ((1080, 1080), "square"),
        ((1056, 1320), "square"),
    ],
)
def test_a_clip_gets_the_picture_of_which_least_is_cut_off(size, shape):
    assert picture_path("office", *size) == getattr(SCENES["office"], shape)


def test_an_unknown_scene_is_no_picture():
    with pytest.raises(KeyError):
        picture_path("gradient", 1920, 1080)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_listed_scene_has_a_title_of_its_own(language):
    listed = titles(language)
    assert [*listed] == [*SCENES, "gradient"]
    assert len(set(listed.values())) == len(listed)


def bands_in(picture: np.ndarray) -> float:
    """How far neighbourhoods of some 8 px stray from the slope they lie on, in 8-bit steps."""
    near = cv2.GaussianBlur(picture, (0, 0), 4)
    slope = cv2.blur(cv2.blur(picture, (61, 61)), (61, 61))
    return float((near - slope)[80:-80, 80:-80].std(axis=(0, 1)).max())


@pytest.mark.parametrize("color", ["#1f3a5f", "#000000", "#ffffff", "#c8102e"])
def test_the_gradient_does_not_band(color):
    picture = gradient.gradient(color, 480, 1920).astype(np.float32)
    undithered = np.rint(cv2.blur(picture, (31, 31)))
    assert bands_in(undithered) > 0.13, "the measure must see what it is to find"
    assert bands_in(picture) < 0.11


def test_the_gradient_is_of_its_colour_and_lighter_above_on_the_left():
    picture = gradient.gradient("#1f3a5f", 1080, 1920)
    assert picture.shape == (1920, 1080, 3)
    assert np.abs(picture.mean((0, 1)) - (0x1F, 0x3A, 0x5F)).max() < 14
    above, below = picture[:480].mean(), picture[-480:].mean()
    assert 8 < above - below < 60
    assert picture[:, :270].mean() > picture[:, -270:].mean() + 3
    assert np.array_equal(picture, gradient.gradient("#1f3a5f", 1080, 1920))


@pytest.mark.parametrize(
    "color", ["", "red", "1f3a5f#", "#12345", "#1234567", "#12 45f", "#１23456"]
)
def test_what_is_no_colour_is_refused(color):
    with pytest.raises(ValueError, match="not a colour"):
        gradient.gradient(color, 64, 64)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sheet_shows_every_scene_with_its_number(tmp_path, language):
    path = tmp_path / "scenes.jpg"
    listed = titles(language)
    sheet.write_sheet(path, listed)
    picture = cv2.imread(str(path)).astype(np.float32)
    assert picture.shape[1] == 1280
    assert path.stat().st_size < 1_000_000
    for index, name in enumerate(listed):
        left = sheet.GAP_PX + index % 3 * (sheet.TILE_PX[0] + sheet.GAP_PX)
        top = sheet.GAP_PX + index // 3 * (sheet.TILE_PX[1] + sheet.LINE_PX)
        wide, tall = sheet.TILE_PX
        badge = picture[
            top + 10 : top + 10 + sheet.BADGE_PX, left + 10 : left + 10 + sheet.BADGE_PX
        ]
        assert badge.min() < 50, "the badge's paper"
        assert badge.max() > 200, "its number"
        shown = picture[top + 60 : top + tall, left + 60 : left + wide]
        if name in SCENES:
            room = cv2.imread(str(SCENES[name].landscape))
        else:
            room = gradient.gradient(sheet.GRADIENT_COLOR, *sheet.TILE_PX)[..., ::-1]
        small = cv2.resize(room, (wide, tall), interpolation=cv2.INTER_AREA).astype(np.float32)
        assert np.abs(shown - small[60:, 60:]).mean() < 8
        title = picture[top + tall + 2 : top + tall + sheet.LINE_PX - 4, left : left + wide]
        assert title.max() > 150, "no title under the picture"
