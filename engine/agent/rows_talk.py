"""Grammar rows that are about the work or the talk itself. The notation is that of `patterns`."""

INTENTS: dict[str, tuple[str, ...]] = {
    "talk.undo": (
        "UNDO [LASTEDIT]",
        "(CANCEL | REMOVE) LASTEDIT",
        "LASTEDIT (UNDO | CANCEL)",
    ),
    "talk.reset": ("RESET",),
    "talk.help": ("HELP",),
    "talk.praise": ("PRAISE", "(BACKGROUND | SCENE | TITLE | BLUR | VIDEO) PRAISE"),
    "talk.greeting": ("GREETING",),
    "talk.nothing": ("NOTHING",),
    "talk.interjection": ("YESNO",),
    "talk.touch": ("TOUCH ANYTHING", "(CUT | REMOVE) ANYTHING"),
}

NEGATABLE = frozenset(
    {
        "background.set",
        "background.set_it",
        "background.remove",
        "background.remove_it",
        "background.restore",
        "background.which",
        "background.touch",
        "trim.cut",
        "trim.which",
        "trim.touch",
        "title.add",
        "title.textless",
        "title.remove",
        "title.change",
        "title.move",
        "title.touch",
        "talk.touch",
        "talk.undo",
        "talk.reset",
    }
)
"""What "don't ..." leaves as it is. Keeping a part is not among them: not keeping is cutting."""

ONLY_NEGATED = frozenset({"background.touch", "trim.touch", "title.touch", "talk.touch"})
"""Too vague to be done, clear enough to be left undone."""

ONLY_ALONE = frozenset({"background.bare"})
"""Mere names, that say what is wanted only when nothing else is said."""

ABOUT_IT = frozenset({"background.set_it", "background.remove_it", "background.hide_it"})
"""They say "it", or nothing: a clause before them must have named the background."""
