"""What became of the two hundred paraphrases, by their number from 1 in each set.

Only those are listed that were not done. The first run was made when the grammar first passed its
own tables, before a paraphrase had been looked at again; it is history and stays as it is.
"""

from tests.unit.agent_cases.paraphrases import CHINESE, ENGLISH, SEVERAL

AT_FIRST: dict[str, dict[int, str]] = {
    "english": {
        **dict.fromkeys((29, 40, 52, 65, 66, 71, 85, 87, 88, 97, 98, 99, 100), "refused"),
        **dict.fromkeys((50, 84, 90), "asked"),
        **dict.fromkeys((79, 80, 96), "informed"),
        26: "refused",
    },
    "chinese": {
        **dict.fromkeys((19, 28, 34, 55, 60), "refused"),
        **dict.fromkeys((18, 20, 52, 59), "informed"),
        39: "asked",
    },
    "several": {
        **dict.fromkeys((22, 23, 24, 31, 39), "refused"),
        **dict.fromkeys((10, 15), "asked"),
        25: "misdone",
    },
}
"""162 of 200 done as meant, 16 rightly not done, 21 less than was meant (refused, asked back, or
taken for done), 1 misdone: a fade meant for the video was given to the title that was named before
it; now it is asked back."""

NOW: dict[str, dict[int, str]] = {
    "english": {
        50: "asked",
        **dict.fromkeys((26, 79, 80, 96), "informed"),
        **dict.fromkeys((97, 98, 99, 100), "refused"),
    },
    "chinese": {18: "informed", 52: "informed", 59: "informed", 60: "refused"},
    "several": {22: "refused", 23: "refused", 25: "asked", 39: "refused"},
}
"""183 of 200 done as meant, 16 rightly not done (a question answered, nothing to do, something that
can't be done), 1 asked back."""

SETS = {"english": ENGLISH, "chinese": CHINESE, "several": SEVERAL}
