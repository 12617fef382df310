"""Why an instruction cannot be done, in the terms of the person who gave it.

Owns the wishes that are known to be beyond us: their words, and the shape of asking for a place
that is no scene. It is looked at only after the grammar has refused, and it never changes anything,
so it may guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from engine.agent.atoms import Atom, folded
from engine.agent.lattice import FILLER, SEPARATORS, Lattice
from engine.agent.patterns import Matcher
from engine.agent.scene_words import NEAREST
from engine.agent.sentence import chosen
from engine.agent.steps import Said, Words
from engine.agent.tongue import Tongue
from engine.scenes.catalog import SCENES

_STYLES = frozenset(
    {"bold", "italic", "font", "underline", "style", "outline", "shadow", "斜体", "粗体"}
)
_NEAR = {
    "cannot_noise": "sound",
    "cannot_language": "captions",
    "cannot_person": "cut_out",
    "cannot_generate": "any",
}
_TOPICS: dict[str, frozenset[str]] = {
    "title": frozenset({"TITLE", "TITLES", "TITLEIT", "SUBTITLE", "LOWERTHIRD"}),
    "captions": frozenset({"SUBTITLES", "CAPTIONFILE"}),
    "logo": frozenset({"LOGO"}),
    "song": frozenset({"MUSIC"}),
    "background": frozenset(
        {"BACKGROUND", "ROOM", "BEHIND", "BEHINDME", "BEFORE", "SCENE", "BLUR", "COLOR", "GRADIENT"}
    ),
    "sound": frozenset({"SOUND", "VOLUME", "VOICE", "LOUDER", "SOFTER", "MUTE"}),
    "time": frozenset({"SPEED", "SPEEDUP", "SPEEDV", "FASTER", "SLOWER", "REVERSE", "FREEZE"}),
    "frame": frozenset({"SHAPE", "RATIO", "ROTATE", "MIRROR", "SHAPEWORD"}),
    "look": frozenset({"ADJUST", "QUANTITY", "AMISS", "COLORS", "FADEIN", "FADEOUT", "FADEV"}),
    "trim": frozenset({"UNIT", "TRIM", "SNIP", "CUT", "SNIPZH", "TRIMTO", "SHORTER"}),
}


def reason(lattice: Lattice, tongue: Tongue) -> tuple[Said, str]:
    """Why the text cannot be done, and the topic that is nearest to it."""
    piece, is_part = _failing_piece(lattice, tongue)
    beyond = _beyond(piece, tongue)
    topic = topic_of(piece)
    if beyond and beyond != "cannot_effect":
        return Said(beyond), _NEAR.get(beyond, topic)
    place = _place(piece, tongue)
    is_mere_effect = beyond == "cannot_effect" and place is not None and " " not in place
    if place and not is_mere_effect:
        return Said("no_place", {"place": Words(place)}), "background"
    if beyond:
        return Said(beyond), topic if topic == "title" else "look"
    if topic == "background" and _names_a_time(piece):
        return Said("cannot_partly"), topic
    if topic == "sound" and _names_a_time(piece):
        return Said("cannot_sound_partly"), topic
    if topic == "title" and any(folded(atom.text) in _STYLES for atom in piece.atoms):
        return Said("cannot_style"), topic
    clause = Words(piece.text(0, piece.length) or piece.written)
    return Said("cannot_part" if is_part else "cannot", {"clause": clause}), topic


def nearest_scene(said: Said) -> str | None:
    """The scene of ours that is nearest to the place that a sentence says we have not."""
    place = said.facts.get("place")
    if said.key != "no_place" or not isinstance(place, Words):
        return None
    asked = folded(place.text)
    for name, scene in NEAREST.items():
        if name in asked and scene in SCENES:
            return scene
    return None


def _failing_piece(lattice: Lattice, tongue: Tongue) -> tuple[Lattice, bool]:
    """The first stretch between separators that no row matches, and whether there are others."""
    cuts = [0]
    for at in range(lattice.length):
        if any(lattice.edges(at, separator) for separator in SEPARATORS):
            cuts.append(at)
    cuts.append(lattice.length)
    pieces = [
        _piece(lattice, lattice.atoms[_after_separator(lattice, start, end) : end], tongue)
        for start, end in pairwise(cuts)
        if end > start
    ]
    pieces = [piece for piece in pieces if not _is_blank(piece)]
    if len(pieces) < 2:
        return lattice, False
    failing = [
        piece
        for piece in pieces
        if not chosen(tongue.candidates(piece), is_it_known=True) and not piece.is_end(0)
    ]
    if not failing:
        return lattice, False
    return failing[0], True


def _after_separator(lattice: Lattice, at: int, end: int) -> int:
    """Where the words begin, once separators are passed over."""
    ends = [last for name in SEPARATORS for last, _ in lattice.edges(at, name) if last <= end]
    return _after_separator(lattice, max(ends), end) if ends else at


def _piece(whole: Lattice, found: Sequence[Atom], tongue: Tongue) -> Lattice:
    return Lattice(whole.written, found, tongue.lexicon)


def _is_blank(piece: Lattice) -> bool:
    """Whether nothing stands there but separators and fillers."""
    return all(
        any(piece.edges(at, concept) for concept in (*SEPARATORS, FILLER))
        for at in range(piece.length)
    )


def _place(lattice: Lattice, tongue: Tongue) -> str | None:
    """The place that the whole clause asks for, if a word of it is unknown to us."""
    places = {
        str(dict(values)["place"])
        for end, values in Matcher(tongue.grammar, lattice).matches(tongue.places, 0)
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


def _beyond(lattice: Lattice, tongue: Tongue) -> str | None:
    for key, words in tongue.beyond.items():
        if any(True for at in range(lattice.length) for _ in words.phrases(lattice.atoms, at)):
            return key
    return None


def _names_a_time(lattice: Lattice) -> bool:
    times = ("DURATION", "FIRST", "LAST", "ATSTART", "ATEND")
    return any(
        atom.kind == "clock" or any(lattice.edges(at, time) for time in times)
        for at, atom in enumerate(lattice.atoms)
    )


def topic_of(lattice: Lattice) -> str:
    """What the words are about, as far as they tell."""
    concepts = lattice.all_concepts
    return next((topic for topic, words in _TOPICS.items() if concepts & words), "any")
