"""Grammar rows that are about the work or the talk itself. The notation is that of `patterns`."""

INTENTS: dict[str, tuple[str, ...]] = {
    "talk.undo": (
        "UNDO [LASTEDIT]",
        "(CANCEL | REMOVE) LASTEDIT",
        "LASTEDIT (UNDO | CANCEL)",
    ),
    "talk.redo": (
        "REDO [LASTEDIT]",
        "LASTEDIT REDO",
        "RESTORE LASTEDIT",
        "WANTBACK LASTEDIT [BACK]",
    ),
    "talk.reset": ("RESETALL",),
    "talk.story": ("STORY",),
    "talk.scenes": ("SCENELIST", "[SHOW] SCENELIST", "WHICHSCENES"),
    "talk.help": ("HELP",),
    "talk.praise": ("PRAISE", "(BACKGROUND | SCENE | TITLE | BLUR | VIDEO) PRAISE"),
    "talk.greeting": ("GREETING",),
    "talk.nothing": ("NOTHING",),
    "talk.interjection": ("YESNO",),
    "talk.touch": ("TOUCH ANYTHING", "(CUT | REMOVE) ANYTHING"),
}
