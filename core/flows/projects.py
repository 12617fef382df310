"""A chat's project at the backend: opened, and made anew where the backend lost it.

Owns the life of a session. Must not know files or words.
"""

from __future__ import annotations

from core.errors import SessionLost
from core.flows.services import Services
from core.flows.voice import Voice
from core.model import ChatSession, Incoming, Stage


async def open_new(services: Services, voice: Voice, title: str) -> ChatSession:
    """A new project, and the chat's present one.

    A crash in here may leave an empty project behind at the backend, which costs nothing.
    """
    await voice.progress(Stage.UPLOAD, voice.say("connecting"))
    created = await voice.nemo.create_session(voice.language)
    session = await services.store.add_session(
        voice.about.chat, created.session_id, created.task_id, created.user_id, title
    )
    await voice.progress(Stage.UPLOAD, voice.say("connected"))
    return session


async def begin_anew(services: Services, incoming: Incoming) -> bool:
    """The chat has no present project, and no clip from before that message waits any more.

    Returns whether there are earlier projects to return to.
    """
    # From now on other words for it come too late.
    await services.store.close_album(incoming.id)
    await services.store.close_session(incoming.chat)
    await services.store.drop_pending_attachments(incoming.chat, incoming.id)
    return bool(await services.store.sessions(incoming.chat))


async def reopen(services: Services, voice: Voice, session_id: int) -> ChatSession:
    """An earlier project of the chat as its present one. Raises ``SessionLost``."""
    session = await services.store.select_session(voice.about.chat, session_id)
    if session is None:
        raise SessionLost("it was forgotten here")
    return session


async def rebuild(services: Services, voice: Voice, session: ChatSession) -> ChatSession:
    """Another session in the place of one that the backend lost; its timeline starts afresh.

    Raises ``SessionLost`` where the chat was forgotten meanwhile.
    """
    created = await voice.nemo.create_session(voice.language)
    rebuilt = await services.store.rebuild_session(
        session.id, created.session_id, created.task_id, created.user_id
    )
    if rebuilt is None:
        raise SessionLost("it was forgotten here")
    await voice.note("rebuilt", voice.say("session-rebuilt"))
    return rebuilt
