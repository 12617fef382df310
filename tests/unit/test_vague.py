"""Instructions with nothing concrete in them, and those that say what is to be done."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.vague import is_vague

VAGUE = """
make it better | Make it better! | make this better please | can you make it better?
improve this
improve it | improve my video | make it look better | make it look professional | edit this
make it look more professional | edit my video | edit the video please | edit | make it cool
make it look nice | make it nicer | make it awesome | make the video look amazing | do something
do something nice with it | do something cool with this clip | make something cool out of this
surprise me | do your magic | do your thing | work your magic | enhance it | enhance this video
polish it | fix it | fix it up | spice it up | make it pop | make it more interesting
optimize it
make it more engaging | make it a bit better | make it look good | make my clip look great
could you please improve my video a bit | i want it to look professional | i want it to be better
hi, can you edit this video for me? | make it less boring | make it viral | make it perfect
give it a makeover | give it some flair | add some effects | make some changes | make a video
make a nice video | create a video for me | do whatever you want | up to you | you decide
improve the overall look | make it look like a pro | it needs some work | jazz it up | change it
make it look as good as possible | make it more modern and professional | touch it up
优化一下 | 弄好看点 | 随便剪剪 | 美化一下 | 把视频弄好看一点 | 让视频更好看 | 让它看起来更专业
帮我剪一下 | 帮我编辑一下这个视频 | 做得高级一点 | 改进一下 | 提升一下 | 弄得酷炫一点 | 随便
你看着办
随便改改 | 加点特效 | 剪辑一下 | 处理一下 | 请把这个视频优化一下 | 搞得有趣一点 | 更专业一点
自由发挥
优化下视频 | 让这个视频更吸引人 | 剪得好看一点 | 做个视频 | 生成一个视频 | 美化視頻 | 隨便剪剪
讓它更好看
帮我把视频弄得更高级一些 | 好看一点 | 提升质感
hazlo mejor | mejora esto | mejora el video por favor | edítalo | que se vea más profesional
haz algo chulo con esto | améliore ça | améliore la vidéo s'il te plaît | rends-la plus belle
fais quelque chose de cool | mach es besser | verbessere das Video bitte
kannst du es schöner machen
mach was draus | überrasch mich | melhora isso | deixa mais bonito | edita o vídeo por favor
сделай лучше | сделай красиво | улучши видео | отредактируй это пожалуйста | удиви меня
いい感じにして | もっとかっこよくして | 動画を編集してください | おまかせします | きれいにして
"""
CONCRETE = """
make it brighter | make it darker | make it black and white | put me in an office
make it shorter
make the sound better | improve the sound | make it louder | make it vertical | crop it | trim it
trim it to 5 seconds | make it 10 seconds long | make it slower | make it faster | make it smaller
improve the lighting | improve the background | change the background | blur the background
make the background better | make the title bigger | make the title look nicer | add a title
add music | add some nice music | add subtitles | remove the noise | fix the colors
fix the audio
edit out the silence | cut the first 3 seconds | make it warmer | make it cooler
make it cinematic
make it look like an old film | make it look like a news studio | make me look better
make me look professional, in a suit | put me on a beach | make it red | make it better at night
improve the video by adding a beach | make a video of a dragon | make a video about cats
create a nice video of a sunset | generate a city timelapse | make it pop with red titles
give it a vintage look | give it a blue tint | add a fade | add a cool intro | make it loop
make it for TikTok | make it 9:16 | edit it to 30 seconds | make it less bright | don't change it
undo | undo that | mute it | reverse it | rotate it | stabilize it | zoom in | speed it up
add a title that says "make it better" | "make it better" as the title | make it say hello
change it to a beach | change it to blue | do the same with the other clip | make it an office
make it look like a professional office | make it better than the one with the beach
调亮一点 | 把背景换成办公室 | 剪短一点 | 变成黑白 | 加字幕 | 加音乐 | 加点音乐 | 声音大一点
让声音更好听
美化一下背景 | 优化一下声音 | 把标题改大一点 | 剪掉前三秒 | 做成竖屏 | 换个好看的背景 | 让画面更亮
生成一个日落的视频 | 加个标题 | 背景虚化 | 模糊背景 | 加一个好看的标题 | 去掉噪音 | 把我放到海滩上
hazlo más brillante | pon un fondo de oficina | mejora el sonido | rends-la plus lumineuse
améliore le son | mets un fond de bureau | mach es heller | verbessere den Ton
mach den Hintergrund blau
deixa mais claro | melhora o som | сделай ярче | улучши звук | 明るくして | 背景をオフィスにして
音を良くして
"""
NO_INSTRUCTION = """
thanks | hello | please | do it | do that | do it again
yes | it | this video | great | perfect | cool | very nice | 好 | 好的
谢谢
好看 | 漂亮 | danke | super | merci | ok | my video | my clip please | this | 这个视频 | ... | 👍
"""


def phrases(table: str) -> list[str]:
    return [text.strip() for line in table.strip().splitlines() for text in line.split("|")]


@pytest.mark.parametrize(
    ("table", "expected"), [(VAGUE, True), (CONCRETE, False), (NO_INSTRUCTION, False)]
)
def test_every_instruction_of_the_table(table: str, expected: bool) -> None:
    wrong = [text for text in phrases(table) if is_vague(text) is not expected]
    assert not wrong


def test_the_tables_are_large() -> None:
    assert len(phrases(VAGUE)) >= 100
    assert len(phrases(CONCRETE)) >= 100


@given(st.sampled_from(phrases(VAGUE)))
def test_one_concrete_wish_makes_any_instruction_concrete(text: str) -> None:
    assert not is_vague(f"{text}, put me on a beach")
    assert not is_vague(f"{text}，背景换成海滩")


@given(st.text(max_size=250))
def test_no_text_is_too_strange(text: str) -> None:
    assert is_vague(text) in (True, False)


def test_nothing_is_not_vague_and_a_long_text_costs_nothing() -> None:
    assert not is_vague("")
    assert not is_vague("make it better " * 1000)
