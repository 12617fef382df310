"""English words that are one slip away from a word of the agent's, yet are words themselves.

They are taken for what they are ("crate a title" is none of our business), never put right.
`tests/unit/test_agent_lexicon.py` says how the list was found.
"""

NOT_SLIPS: frozenset[str] = frozenset()
