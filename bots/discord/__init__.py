"""The parts of the Discord adapter; ``bots.platforms.discord`` puts them together.

None of them knows flows, storage or the backend.
"""
