"""Why an instruction cannot be done, in the terms of the person who gave it.

Owns the wishes that are known to be beyond us: their words, and the shape of asking for a place
that is no scene. It is looked at only after the grammar has refused, and it never changes anything,
so it may guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from engine.agent.atoms import Atom, folded
from engine.agent.lattice import FILLER, SEPARATORS, Lattice
from engine.agent.lexicon import Lexicon
from engine.agent.patterns import Matcher, Pattern, parse_rules
from engine.agent.sentence import grammar, readings
from engine.agent.steps import Said, Words

PLACES: dict[str, tuple[str, ...]] = {
    "place": (
        "PUT ME (IN | BEFORE | ON) place=WISH",
        "[PUT] ME (IN | BEFORE) place=WISH",
        "(REPLACE | MAKE) <seen> (WITH | BECOME | BE) place=WISH",
        "MAKE <old> place=WISH",
        "WANTBE [SITTING] (IN | BEFORE) place=WISH",
        "[MAKE] (IT | ME | VIDEO) LOOKS [IAM] [SITTING] (IN | BEFORE) place=WISH",
        "(USE | PUT | ADD) place=WISH (AS <old> | BEHIND ME)",
        "<old> (BE | BECOME | COLON) place=WISH",
        "ME PUT place=WISH [INSIDE | FRONT]",
        "WANTBE place=WISH",
        "BECOME place=WISH",
        "[USE] place=WISH BACKGROUND",
    ),
}

BEYOND: dict[str, str] = {
    "cannot_sound": (
        "music, sound, audio, noise, voice, volume, louder, quieter, mute, unmute, song, "
        "soundtrack, voiceover, microphone, hum, echo, silence, sounds, voices, beat, track, "
        "narration, 音乐, 声音, 噪音, 噪声, 杂音, 音量, 静音, 配音, 音效, 配乐, 人声, 歌, 旁白, "
        "大声, 小声, 回声"
    ),
    "cannot_speed": (
        "speed, faster, slower, slow motion, slow down, slow, timelapse, time lapse, "
        "fast forward, double speed, reverse, backwards, 加速, 减速, 倍速, 慢动作, 快进, 慢放, "
        "倒放, 快一点, 慢一点, 速度, 变速"
    ),
    "cannot_person": (
        "face, shirt, hair, eyes, eye, teeth, skin, body, clothes, jacket, tie, suit, glasses, "
        "hat, hand, hands, makeup, smile, thinner, younger, head, beard, dress, nose, mouth, "
        "remove me, remove the person, remove person, delete me, remove him, remove her, 脸, "
        "衣服, 头发, 衬衫, 眼睛, 皮肤, 牙齿, 西装, 眼镜, 帽子, 手, 美颜, 瘦脸, 瘦, 口红, 胡子, "
        "磨皮, 鼻子"
    ),
    "cannot_look": (
        "brightness, brighter, darker, contrast, saturation, filter, zoom, rotate, flip, mirror, "
        "crop, white balance, exposure, sharper, sharpen, lighting, grade, grading, hdr, "
        "stabilize, stabilise, shaky, resolution, 4k, vertical, horizontal, aspect ratio, "
        "square, portrait, landscape, grayscale, black and white, sepia, vintage, vignette, "
        "resize, warmer, cooler, denoise, transition, fade, animation, effect, effects, "
        "slideshow, watermark, logo, sticker, emoji, border, frame rate, fps, hue, tint, 亮度, "
        "亮一点, 暗一点, 变亮, 调亮, 调暗, 对比度, 饱和度, 滤镜, 放大, 缩小, 旋转, 翻转, 镜像, "
        "白平衡, 曝光, 锐化, 清晰, 防抖, 分辨率, 竖屏, 横屏, 比例, 黑白, 复古, 转场, 特效, 水印, "
        "贴纸, 边框, 调色, bigger, smaller, larger, closer, to the left, to the right, left, "
        "right, 大一点, 小一点, 左边, 右边"
    ),
    "cannot_redo": "redo, redo that, redo it, 重做",
    "cannot_generate": (
        "generate, make a video, make me a video, create a video, create a clip, make a clip, "
        "produce a video, draw, make a movie, create a movie, make a film, write a story, "
        "make an animation, generate a video, film me, invent, 生成, 做一个视频, 做个视频, "
        "制作视频, 制作一个视频, 画一, 拍一, 做一段视频, 制作一段"
    ),
}
_STYLE = ("TITLE", "TITLES")


def reason(lattice: Lattice, lexicon: Lexicon) -> tuple[Said, str]:
    """Why the text cannot be done, and the topic that is nearest to it."""
    piece, is_part = _failing_piece(lattice, lexicon)
    beyond = _beyond(piece)
    topic = _topic(piece)
    if beyond and beyond != "cannot_look":
        return Said(beyond), topic
    place = _place(piece)
    is_mere_look = beyond == "cannot_look" and place is not None and " " not in place
    if place and not is_mere_look:
        return Said("no_place", {"place": Words(place)}), "background"
    if topic == "background" and beyond is None and _names_a_time(piece):
        beyond = "cannot_partly"
    if topic == "title" and beyond is None and _is_about_looks(piece):
        beyond = "cannot_style"
    if beyond:
        return Said(beyond), topic
    clause = Words(piece.text(0, piece.length) or piece.written)
    return Said("cannot_part" if is_part else "cannot", {"clause": clause}), topic


def _failing_piece(lattice: Lattice, lexicon: Lexicon) -> tuple[Lattice, bool]:
    """The first stretch between separators that no row matches, and whether there are others."""
    cuts = [0]
    for at in range(lattice.length):
        if any(lattice.edges(at, separator) for separator in SEPARATORS):
            cuts.append(at)
    cuts.append(lattice.length)
    pieces = [
        _piece(lattice, lattice.atoms[_after_separator(lattice, start, end) : end], lexicon)
        for start, end in pairwise(cuts)
        if end > start
    ]
    pieces = [piece for piece in pieces if not _is_blank(piece)]
    failing = [piece for piece in pieces if not readings(piece) and not piece.is_end(0)]
    if not failing or len(pieces) == 1:
        return lattice, False
    return failing[0], True


def _after_separator(lattice: Lattice, at: int, end: int) -> int:
    """Where the words begin, once separators are passed over."""
    ends = [last for name in SEPARATORS for last, _ in lattice.edges(at, name) if last <= end]
    return _after_separator(lattice, max(ends), end) if ends else at


def _piece(whole: Lattice, found: Sequence[Atom], lexicon: Lexicon) -> Lattice:
    return Lattice(whole.written, found, lexicon)


def _is_blank(piece: Lattice) -> bool:
    """Whether nothing stands there but separators and fillers."""
    return all(
        any(piece.edges(at, concept) for concept in (*SEPARATORS, FILLER))
        for at in range(piece.length)
    )


@cache
def _place_rows() -> dict[str, Pattern]:
    return parse_rules((PLACES,))


@cache
def _beyond_words() -> dict[str, Lexicon]:
    return {key: Lexicon([{key.upper(): words}]) for key, words in BEYOND.items()}


def _place(lattice: Lattice) -> str | None:
    """The place that the whole clause asks for, if a word of it is unknown to us."""
    places = {
        str(dict(values)["place"])
        for end, values in Matcher(grammar(), lattice).matches(_place_rows()["place"], 0)
        if lattice.is_end(end)
    }
    strange = _strange_words(lattice)
    named = [place for place in places if any(word in folded(place) for word in strange)]
    return min(named, key=len, default=None)


def _strange_words(lattice: Lattice) -> list[str]:
    """Words that are part of no phrase that we know, or say that somebody's own is meant."""
    known: set[int] = set()
    strange: list[str] = []
    for at in range(lattice.length):
        for concept, end in lattice.phrases(at):
            if concept == "MINE":
                strange.append(folded(lattice.text(at, end)))
            known.update(range(at, end))
    return strange + [
        atom.text
        for at, atom in enumerate(lattice.atoms)
        if atom.kind in ("word", "han") and at not in known
    ]


def _beyond(lattice: Lattice) -> str | None:
    for key, words in _beyond_words().items():
        if any(True for at in range(lattice.length) for _ in words.phrases(lattice.atoms, at)):
            return key
    return None


def _is_about_looks(lattice: Lattice) -> bool:
    looks = {
        "bold",
        "italic",
        "font",
        "bigger",
        "smaller",
        "large",
        "size",
        "style",
        "big",
        "small",
    }
    return bool(lattice.all_concepts & {"COLOR", "BLUR"}) or any(
        folded(atom.text) in looks for atom in lattice.atoms
    )


def _names_a_time(lattice: Lattice) -> bool:
    times = ("DURATION", "FIRST", "LAST", "ATSTART", "ATEND")
    return any(
        atom.kind == "clock" or any(lattice.edges(at, time) for time in times)
        for at, atom in enumerate(lattice.atoms)
    )


def _topic(lattice: Lattice) -> str:
    concepts = lattice.all_concepts
    if concepts & {"TITLE", "TITLES", "TITLEIT"}:
        return "title"
    if concepts & {"BACKGROUND", "ROOM", "BEHIND", "BEHINDME", "BEFORE", "SCENE", "BLUR", "COLOR"}:
        return "background"
    if concepts & {"UNIT", "TRIM", "SNIP", "CUT", "SNIPZH", "TRIMTO", "SHORTER"}:
        return "trim"
    return "any"
