"""Where a clause may stand: what can be left undone, what "it" can be, what needs company.

Owns the rules about wishes beside one another that no row can tell. Names are those of intents.
"""

from __future__ import annotations

NEGATABLE = frozenset(
    {
        "background.set",
        "background.remove",
        "background.restore",
        "background.which",
        "background.touch",
        "captions.which",
        "fade.set",
        "frame.canvas",
        "frame.mirror",
        "frame.turn",
        "logo.add",
        "logo.remove",
        "look.adjust",
        "music.add",
        "music.remove",
        "person.place",
        "sound.mute",
        "sound.normalise",
        "sound.touch",
        "sound.volume",
        "talk.redo",
        "talk.reset",
        "talk.touch",
        "talk.undo",
        "time.reverse",
        "time.speed",
        "title.add",
        "title.change",
        "title.move",
        "title.remove",
        "title.style",
        "title.textless",
        "title.touch",
        "trim.cut",
        "trim.touch",
        "trim.which",
    }
)
"""What "don't ..." leaves as it is, named or called "it". Keeping a part is not among them: not
keeping is cutting."""

ONLY_NEGATED = frozenset(
    {"background.touch", "sound.touch", "trim.touch", "title.touch", "talk.touch"}
)
"""Too vague to be done, clear enough to be left undone."""

ONLY_ALONE = frozenset({"background.bare"})
"""Mere names, that say what is wanted only when nothing else is said."""

LAST_RESORT = frozenset({"logo.add", "music.add", "title.textless", "title.unquoted"})
"""Readings that count only where there is no other: of words as they stand, and of verbs that mean
a change as well as something new ("set the music to 50%")."""

AFTER: dict[str, frozenset[str]] = {
    "background.set_it": frozenset({"background"}),
    "background.remove_it": frozenset({"background"}),
    "background.hide_it": frozenset({"background"}),
    "person.place_it": frozenset({"background", "person"}),
    "title.style_it": frozenset({"title"}),
    "title.move_it": frozenset({"title"}),
    "music.volume_it": frozenset({"music"}),
    "logo.change_it": frozenset({"logo"}),
}
"""Clauses that say "it", or nothing: the one before them must have been about one of these."""

NOT_AFTER: dict[str, frozenset[str]] = {
    "look.adjust_it": frozenset({"background", "logo", "title", "captions"}),
    "frame.canvas_it": frozenset({"logo", "title"}),
    "frame.turn_it": frozenset({"background", "logo", "title"}),
    "frame.mirror_it": frozenset({"background", "logo", "title"}),
    "frame.flop_it": frozenset({"background", "logo", "title"}),
    "sound.volume_it": frozenset({"music"}),
    "sound.mute_it": frozenset({"music"}),
    "fade.set_it": frozenset({"captions", "logo", "music", "title"}),
    "time.speed_it": frozenset({"music"}),
    "time.reverse_it": frozenset({"music"}),
}
"""Clauses whose "it" is the video, unless the one before them was about one of these."""
