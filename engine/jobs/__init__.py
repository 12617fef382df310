"""Work outside of the event loop: worker processes, the render queue, the work of a message.

Must not know HTTP: ``engine.server`` starts jobs and words their outcome.
"""
