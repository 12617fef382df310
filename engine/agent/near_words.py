"""English words that are one slip away from a word of the agent's, yet are words themselves.

They are taken for what they are (a "violent background" is not a violet one), never put right.
Found by running the lexicon's correction over every word of some 8,000 files of English
documentation, and by thought.
"""

NOT_SLIPS: frozenset[str] = frozenset(
    {
        "bellow",
        "chose",
        "clover",
        "compete",
        "covert",
        "crate",
        "cutter",
        "descent",
        "excerpt",
        "exiting",
        "filed",
        "inset",
        "latter",
        "linked",
        "marking",
        "masking",
        "minuet",
        "noting",
        "overly",
        "palace",
        "preset",
        "prosper",
        "resent",
        "retrain",
        "settling",
        "shard",
        "sharded",
        "shingle",
        "sight",
        "singe",
        "sorter",
        "splice",
        "stating",
        "stolid",
        "strand",
        "taking",
        "thorough",
        "tiled",
        "tiles",
        "tilted",
        "violent",
        "worlds",
    }
)
