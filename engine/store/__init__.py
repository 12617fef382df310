"""What the engine remembers: accounts, projects, messages, renders, in one SQLite file.

SQLite through aiosqlite rather than JSON files, because three promises are transactions: a draft
and the charge for it are written together or not at all (so "charged once" holds through a
``kill -9``), a render's id is taken exactly once, and a swept file's row goes with it. Write-ahead
logging, one writer connection behind one lock. Must not know HTTP or worker processes; each module
has one subject and takes a ``Database``.
"""
