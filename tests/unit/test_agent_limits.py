"""What a video can't bear is refused with what it can, and nothing of it is done."""

from __future__ import annotations

import pytest

from engine.agent import respond
from engine.media.failures import JobFailed
from engine.timeline import Asset, Project, new_project, with_asset, with_draft
from engine.timeline_look import with_fades
from engine.worker_draft import read_timeline

PICTURE = Asset("pic", "sea.jpg", "image", 0, 1600, 900)


def film(*minutes: float) -> Project:
    project = with_asset(new_project(), PICTURE)
    for number, length in enumerate(minutes):
        clip = Asset(f"c{number}", f"{number}.mp4", "video", round(length * 60_000), 1920, 1080)
        project = with_asset(project, clip)
    return project


@pytest.mark.parametrize(
    ("minutes", "words", "after"),
    [
        (10, "slow it down to a quarter", "40 min"),
        (29, "freeze the last frame for 2 minutes", "31 min"),
        (29, "add the picture at the end for 90 seconds", "30 min 30 s"),
        (16, "视频放慢到0.5倍速", "32分钟"),
    ],
)
def test_nothing_makes_a_video_longer_than_can_be_rendered(
    minutes: float, words: str, after: str
) -> None:
    project = film(minutes)
    reply = respond(words, project)
    assert (reply.outcome, reply.draft) == ("refused", project.draft)
    assert after.replace(" ", "") in reply.text.replace(" ", "")


def test_up_to_the_limit_it_is_done_and_a_longer_video_can_be_made_shorter() -> None:
    longest = respond("slow it down to half speed", film(15)).draft
    assert longest["d"] == 1_800_000
    read_timeline(longest, {"c0": "clip.mp4"})
    assert respond("make it twice as fast", film(20, 20)).draft["d"] == 1_200_000


def test_two_clips_that_are_too_long_together_are_called_a_video() -> None:
    with pytest.raises(JobFailed, match=r"This video is 40 minutes .* 30; please cut") as caught:
        read_timeline(film(20, 20).draft, {"c0": "0.mp4", "c1": "1.mp4"})
    assert caught.value.code == "too_long"


@pytest.mark.parametrize(
    ("words", "most"),
    [("fade out over 0.7 seconds", "0.1"), ("fade in and out over 1 second", "0.75")],
)
def test_a_fade_is_told_how_long_it_can_be(words: str, most: str) -> None:
    project = film(0.025)
    project = with_draft(project, with_fades(project.draft, in_ms=1400))
    reply = respond(words, project)
    assert (reply.outcome, reply.draft) == ("refused", project.draft)
    assert f"up to {most} s" in reply.text
