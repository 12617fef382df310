"""The child process that looks at and re-encodes finished videos; started by ``core.reencode``.

The only part of the core that imports PyAV, so that the bot's own process doesn't hold FFmpeg in
memory and a hostile file ends a child and nothing else. Nothing imports this package: it is run.
"""
