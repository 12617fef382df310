"""Commands, menus, forms and buttons on Discord, as persons use them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.discords import (
    WISH,
    DiscordWorld,
    discord_world,
    video_of,
    with_picture,
)
from tests.journeys.frames import RED, plain_clip
from tests.journeys.worlds import new_token, said
from tests.servers.discord_components import TEXT_INPUT, fields
from tests.servers.discord_values import Interaction

EDIT_CLIP = "Edit this clip"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiscordWorld]:
    with discord_world(tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


def test_persons_are_offered_the_commands_in_their_language(world: DiscordWorld) -> None:
    anna, wang = world.person(), world.person("wang", "zh-CN")
    names = {"edit", "export", "credits", "status", "new", "projects", "cancel", "language"}
    names |= {"settings", "login", "forget", "help", EDIT_CLIP}
    assert set(anna.menu()) == names
    assert not set(wang.menu()) & {"edit", "export", EDIT_CLIP}, wang.menu()


def test_edit_takes_a_clip_and_words(world: DiscordWorld, red: Path) -> None:
    channel = world.guild().channel("general")
    channel.slash("edit", prompt=WISH, clip=red)
    video_of(channel)


@pytest.mark.soak
def test_export_gives_what_was_edited(world: DiscordWorld, red: Path) -> None:
    anna = world.person()
    anna.slash("edit", prompt="add the title “Hi”", clip=red)
    anna.wait(lambda messages: with_picture()(messages) or anna.videos())
    anna.slash("export")
    anna.wait(lambda _: anna.videos(), 60)


@pytest.mark.soak
def test_credits_are_for_who_asked_alone(world: DiscordWorld) -> None:
    channel = world.guild().channel("general")
    ben = channel.seen_by("ben")
    interaction = ben.slash("credits")
    assert ben.hear("You have").is_ephemeral
    assert interaction.acknowledged_ms is not None and interaction.acknowledged_ms < 3000
    assert channel.messages == [], "nobody else sees it"


@pytest.mark.soak
def test_settings_offer_no_quality_where_there_is_but_one(world: DiscordWorld) -> None:
    anna = world.person()
    anna.slash("settings")
    shown = anna.hear("English")
    assert shown.labels == ["中文"], "Discord gives back the very file"


@pytest.mark.parametrize(
    ("name", "key"),
    [("status", "status-empty"), ("projects", "projects-none"), ("cancel", "cancel-nothing")],
)
@pytest.mark.soak
def test_quick_answers(world: DiscordWorld, name: str, key: str) -> None:
    anna = world.person()
    anna.slash(name)
    anna.hear(said(key))


@pytest.mark.soak
def test_the_menu_of_a_message_edits_its_clip(world: DiscordWorld, red: Path) -> None:
    channel = world.guild().channel("general")
    clip = channel.say("look", [red], by="ben")
    asked = channel.answered(channel.message_command(EDIT_CLIP, clip))
    channel.submit(asked, {_text_field(asked): WISH})
    video_of(channel)


@pytest.mark.soak
def test_a_form_takes_the_token_and_nobody_sees_it(world: DiscordWorld) -> None:
    channel = world.guild().channel("general")
    token = new_token(world.engine, credits=4321)
    asked = channel.answered(channel.slash("login"))
    channel.submit(asked, {_text_field(asked): token})
    assert channel.hear(said("login-done-group")).is_ephemeral
    assert said("login-delete-yourself") not in "".join(channel.texts)
    assert token not in world.bot.log()
    channel.slash("credits")
    assert channel.hear("4,321").is_ephemeral


@pytest.mark.soak
def test_it_works_where_a_person_brought_it_along(world: DiscordWorld, red: Path) -> None:
    channel = world.guild(has_bot=False).channel("general")
    channel.slash("edit", prompt=WISH, clip=red)
    video_of(channel)


@pytest.mark.soak
def test_a_button_lives_on_after_a_restart(world: DiscordWorld, red: Path) -> None:
    anna = world.person()
    anna.say("", [red])
    asked = anna.hear(said("ask-what-to-do"))
    world.bot.terminate()
    world.start()
    tap = anna.press(asked, said("idea-title"))
    anna.wait(with_picture())
    assert tap.answer is not None


def _text_field(asked: Interaction) -> str:
    """The id of the one field for words in the form that answered."""
    assert asked.modal is not None
    (field,) = [one for one in fields(asked.modal) if one["type"] == TEXT_INPUT]
    return str(field["custom_id"])
