"""The protocols of what must survive a restart: chats, messages, projects, work, and own tokens.

Owns the shapes only. Must not import an implementation: ``storage`` has one in SQL and its twin in
memory, which pass the same contract suite.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from core.corrections import Corrected
from core.model import (
    Attachment,
    ChatProfile,
    ChatRef,
    ChatSession,
    Delivery,
    Door,
    Edit,
    Incoming,
    Render,
    RenderState,
)
from core.secrecy import Secret


class Store(Protocol):
    """Everything that must survive a restart. One implementation speaks SQL, its twin keeps memory.

    Each method is one transaction. Rows are addressed by our ids, never by position. An update
    about something that was forgotten meanwhile changes nothing.
    """

    async def accept(
        self, incoming: Incoming, job: str | None, instead_of: str | None = None
    ) -> bool:
        """Commit an inbound message, and in the same transaction the job that will work on it.

        False if the id was seen before: then nothing is written. ``job`` is a workflow's name, or
        None for a quick question that is answered at once. A message of an album that another
        message's job is still collecting joins that one, and gets no job of its own.
        ``instead_of`` is a job whose place it takes: that one's end is asked for along with it.
        """
        ...

    async def correct(self, edited: Incoming, job: str | None) -> Corrected:
        """Give the message that stands under ``platform_id`` new words, if its job has not begun.

        See ``core.corrections``. For REPLACED its files are those of ``edited`` from now on, and
        wait. Anything else changes nothing.
        """
        ...

    async def close_album(self, message_id: str) -> list[Incoming]:
        """The messages of the album whose job that one has, itself among them, in their order.

        From now on later ones of the same album begin anew. Without an album: the message alone.
        """
        ...

    async def joined(self, message_id: str) -> list[Incoming]:
        """The album of that message so far, itself among them; closes nothing.

        Of a message without an album: it alone; of one that isn't there: nothing.
        """
        ...

    async def find_message(self, chat: ChatRef, platform_id: str) -> Incoming | None:
        """A person's message by the platform's own id of it, as it first came."""
        ...

    async def by_handle(self, chat: ChatRef, handle: str) -> Incoming | None:
        """A person's message by ``core.model.handle_of`` it, whatever the chat's name was."""
        ...

    async def newest_message(self, chat: ChatRef) -> str | None:
        """The id of the chat's last inbound message."""
        ...

    async def heard(self, platform: str, account: str, since: datetime) -> dict[ChatRef, int]:
        """The chats of that account from which a message was accepted since then.

        Each thread by itself, under its present name, with the greatest of the platform's numbers
        (``core.model.update_of``) of those messages that have a ``platform_id``. A tap or a command
        without one says nothing of what was heard before it; where there were only such, the number
        is the least of theirs. Of a chat that was put off it is the number that was given for it.
        Forgotten chats are not among them.
        """
        ...

    async def watermark(self, platform: str, account: str) -> datetime | None:
        """Up to when all that was told to that account is here; None where that isn't known."""
        ...

    async def set_watermark(self, platform: str, account: str, at: datetime) -> None:
        """Note that all that was told to that account until then is here, of every chat."""
        ...

    async def put_off(self, chat: ChatRef, number: int) -> None:
        """Note that what came after that number was missed there, whatever else is heard.

        It holds until the account's next ``set_watermark``, or until the chat moves.
        """
        ...

    async def open_jobs(self, chat: ChatRef) -> list[str]:
        """The ids of the chat's jobs that have not ended, in the order in which they are worked."""
        ...

    async def all_open_jobs(self) -> list[str]:
        """The same of every chat."""
        ...

    async def request_cancel(self, message_id: str) -> bool:
        """Note that a job is to end; True if it had not ended and nobody had asked before."""
        ...

    async def is_cancel_requested(self, message_id: str) -> bool:
        """Whether somebody asked for that job's end."""
        ...

    async def beat(self, boot: str) -> datetime | None:
        """Note that this start of the process lives; returns when the one before it last did."""
        ...

    async def message(self, message_id: str) -> Incoming:
        """The message as it was accepted. Raises ``KeyError``."""
        ...

    async def mark_answered(self, message_id: str) -> None:
        """A quick question got its answer, or a job has ended; idempotent."""
        ...

    async def unanswered(self, since: datetime) -> list[Incoming]:
        """Quick questions accepted since then whose answer a crash swallowed, oldest first."""
        ...

    async def pending_attachments(self, chat: ChatRef) -> list[tuple[str, int, Attachment]]:
        """Attachments of this chat that no session has taken yet: (message id, index, it)."""
        ...

    async def take_attachment(
        self, message_id: str, index: int, session_id: int, file_hash: str
    ) -> None:
        """The attachment is now part of that session, known there by ``file_hash``."""
        ...

    async def taken_attachments(self, session_id: int) -> list[tuple[str, int, Attachment, str]]:
        """What was uploaded into a session, in its order, each with the hash it is known by."""
        ...

    async def set_aside_attachment(self, message_id: str, index: int) -> None:
        """The attachment can't be used; it no longer waits for words."""
        ...

    async def drop_pending_attachments(self, chat: ChatRef, before: str) -> None:
        """The person began anew: clips that waited for words are set aside.

        ``before`` is the id of the message that said so: what came after it goes on waiting.
        """
        ...

    async def profile(self, chat: ChatRef) -> ChatProfile:
        """What is remembered of the chat; defaults for one never seen."""
        ...

    async def save_profile(self, profile: ChatProfile) -> None:
        """Remember it."""
        ...

    async def threads(self, chat: ChatRef) -> list[ChatRef]:
        """The chat, and each thread of it, as far as they are known under this very name.

        Nothing is under a name that was given up: what has moved is not meant by its old name.
        """
        ...

    async def move_chat(self, before: ChatRef, chat: ChatRef) -> None:
        """The platform calls ``before`` ``chat`` from now on: all that is kept of it goes along.

        That is its profile, projects, messages, waiting attachments, open jobs, deliveries and its
        own token. Ids stay. What ``chat`` has already is kept: its present project, language and
        token come before those of ``before``. The platform's ids of messages of ``before`` are
        found only for messages of ``before``: they may be given again in ``chat``. Whoever still
        says ``before`` in this process means ``chat``. Repeated, it changes nothing.
        """
        ...

    async def greet(self, chat: ChatRef) -> bool:
        """Note that the chat is greeted; True for the one call that should do it."""
        ...

    async def current_session(self, chat: ChatRef) -> ChatSession | None:
        """The chat's present project."""
        ...

    async def add_session(
        self,
        chat: ChatRef,
        nemo_session_id: str,
        nemo_task_id: str,
        user_id: str,
        title: str = "",
    ) -> ChatSession:
        """Store a new project and make it the chat's present one."""
        ...

    async def select_session(self, chat: ChatRef, session_id: int) -> ChatSession | None:
        """Make an earlier project of the chat the present one; None if it has no such project."""
        ...

    async def rebuild_session(
        self, session_id: int, nemo_session_id: str, nemo_task_id: str, user_id: str
    ) -> ChatSession | None:
        """The backend lost the project and made another for it: same row, new ids.

        What was uploaded is still the project's, but has to be uploaded again: its hashes are
        emptied. None if the project was forgotten meanwhile.
        """
        ...

    async def session_of_attachment(self, message_id: str, index: int) -> ChatSession | None:
        """The project that took the attachment."""
        ...

    async def session_of_delivery(self, chat: ChatRef, platform_id: str) -> ChatSession | None:
        """The project that a message of ours shows, by the platform's own id of the message."""
        ...

    async def sessions(self, chat: ChatRef) -> list[ChatSession]:
        """All projects of the chat, newest first."""
        ...

    async def close_session(self, chat: ChatRef) -> None:
        """The chat has no present project until the next is added."""
        ...

    async def arm_edit(self, edit: Edit) -> Edit:
        """Write the fence down if there is none for that message; return the one that stands."""
        ...

    async def save_edit(self, edit: Edit) -> None:
        """Replace the record of that message's edit."""
        ...

    async def edit(self, message_id: str) -> Edit | None:
        """The record of that message's edit."""
        ...

    async def add_render(self, render: Render) -> None:
        """Write a render down, before the request that uses its id."""
        ...

    async def set_render_state(self, render_id: str, state: RenderState) -> None:
        """Note how far it came."""
        ...

    async def renders(self, message_id: str) -> list[Render]:
        """The renders made for a message, in the order of their attempts."""
        ...

    async def begin_delivery(
        self, outgoing_id: str, chat: ChatRef, session_id: int | None = None
    ) -> Delivery:
        """Write a message down as SENDING; returns the record as it stood *before*.

        For final messages, and for the first send of one that is then replaced in place.
        A record that says SENDING before means an earlier send whose outcome is unknown; SENT
        means that there is nothing to do. A first time returns attempts == 0.
        """
        ...

    async def delivery(self, outgoing_id: str) -> Delivery | None:
        """The record as it stands; None if nothing was begun."""
        ...

    async def end_delivery(self, outgoing_id: str, platform_id: str | None) -> None:
        """Note the outcome: the platform's message id, or None for a send known to have failed."""
        ...

    async def add_door(self, door: Door, token_hash: str) -> None:
        """Write a way in down; ``token_hash`` is what its link is known by."""
        ...

    async def door(self, token_hash: str) -> Door | None:
        """The way in that a link leads to: open, used or expired."""
        ...

    async def doors(self, chat: ChatRef) -> list[Door]:
        """All ways into the chat, in the order of their ends."""
        ...

    async def use_door(self, door_id: str, taken: Incoming) -> Incoming | None:
        """Note what was dropped, as the message that it becomes; the first to say so decides.

        Returns the message that stands; None where the door is gone.
        """
        ...

    async def unheard_drops(self) -> list[Incoming]:
        """Messages made of what was dropped that were never accepted: a crash came between."""
        ...

    async def close_doors(self, chat: ChatRef) -> list[str]:
        """Delete the chat's ways in that nobody has used; returns their ids."""
        ...

    async def close_door(self, door_id: str) -> None:
        """The same of that one."""
        ...

    async def expire_doors(self, at: datetime) -> list[str]:
        """The same of all chats, for those that have ended by then."""
        ...

    async def forget_used_doors(self, before: datetime) -> None:
        """Delete those that were to end by then, and whose message was accepted."""
        ...

    async def forget(self, chat: ChatRef) -> None:
        """Delete everything that is kept of the chat; its jobs are the durable library's."""
        ...

    async def close(self) -> None:
        """Release files and connections."""
        ...


class ChatTokens(Protocol):
    """The tokens that persons brought along for their own chats, encrypted at rest.

    A chat without one uses the account of all. Forgetting a chat removes its token too.
    """

    async def load(self, chat: ChatRef) -> Secret | None:
        """The chat's own token, if it has one."""
        ...

    async def save(self, chat: ChatRef, token: Secret) -> None:
        """Keep it, in place of an earlier one; durable when this returns."""
        ...

    async def remove(self, chat: ChatRef) -> None:
        """Forget it; the chat is back on the account of all."""
        ...
