"""The engine's HTTP face: the whole Nemo contract, one module per subject.

The only part of the engine that knows requests and answers. Handlers are thin: they read a request,
ask ``engine.store`` and ``engine.jobs``, and word the answer.
"""
