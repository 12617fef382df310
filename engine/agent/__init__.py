"""The engine's agent: an instruction in words, carried out on a project. Pure; no I/O.

It never half understands: an instruction is done whole, or asked back, or refused.
"""

from engine.agent.remarks import remarks
from engine.agent.respond import Reply, respond

__all__ = ["Reply", "remarks", "respond"]
