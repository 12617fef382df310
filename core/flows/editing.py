"""One instruction to the backend's agent: sent once, told as it grows, found out if it was lost.

Owns the fence against a second send and the recovery by the state. Must not know files, renders
or HTTP. A message that may have been sent is never sent again: it would be done and charged
twice (the contract, "Recovery").
"""

from __future__ import annotations

import logging
from typing import Any, TypedDict

from core.durable import Job
from core.errors import NemoError
from core.flows.services import Services, Voice
from core.model import ChatSession, Edit, EditState, Stage
from core.narrator import Narrator, describe
from core.nemo.changes import difference, is_same
from core.nemo.client import State
from core.nemo.draft import is_ready
from core.nemo.events import Closed

log = logging.getLogger(__name__)


class Told(TypedDict):
    """What became of an edit, as a step records it."""

    text: str
    is_changed: bool
    is_lost: bool


class Editing:
    """The edit of one job, in one project."""

    def __init__(self, services: Services, job: Job, voice: Voice) -> None:
        self._services = services
        self._job = job
        self._voice = voice

    async def run(self, edit_id: str, session: ChatSession, words: str) -> Told:
        """Let the agent do what the words say.

        ``edit_id`` names this edit for ever: the message's id, with a number where one message
        makes several. Raises ``NemoError`` where it certainly was not done.
        """
        await self._job.step("arm the edit", self._arm, edit_id, session)
        return await self._job.step(
            "edit", self._send_once, edit_id, session.nemo_session_id, words
        )

    async def _arm(self, edit_id: str, session: ChatSession) -> None:
        state = await self._services.nemo.state(session.nemo_session_id)
        await self._services.store.arm_edit(
            Edit(
                message_id=edit_id,
                session_id=session.id,
                boot=self._services.boot,
                state=EditState.ARMED,
                before={"draft": state.draft},
            )
        )

    async def _send_once(self, edit_id: str, nemo_session_id: str, words: str) -> Told:
        edit = await self._services.store.edit(edit_id)
        assert edit is not None, "an edit is armed before it is sent"  # noqa: S101
        before = edit.before["draft"]
        if edit.state is EditState.DONE:
            state = await self._services.nemo.state(nemo_session_id)
            return self._told(edit.reply, before, state)
        if edit.boot != self._services.boot:
            log.info("An edit was cut off by a restart; its outcome is read from the state.")
            told = await self._recover(nemo_session_id, before)
        else:
            told = await self._send(nemo_session_id, words, before)
        await self._services.store.save_edit(
            Edit(
                message_id=edit_id,
                session_id=edit.session_id,
                boot=edit.boot,
                state=EditState.LOST if told["is_lost"] else EditState.DONE,
                before=edit.before,
                reply=told["text"],
            )
        )
        return told

    async def _send(self, nemo_session_id: str, words: str, before: Any) -> Told:
        # Words without any clip are a wish to generate, which takes minutes in the cloud.
        key = "working" if is_ready(before) or self._services.is_local else "generating"
        await self._voice.progress(Stage.EDIT, self._voice.say(key))
        clock = self._services.clock
        narrator = Narrator(
            self._services.phrasebook,
            self._voice.language,
            self._services.timetable,
            started_s=clock.monotonic_s(),
        )
        error: NemoError | None = None
        async for event in self._services.nemo.send_message(nemo_session_id, words):
            update = narrator.feed(event, clock.monotonic_s())
            if update is not None:
                await self._voice.progress(Stage.EDIT, update)
            if isinstance(event, Closed):
                error = event.error
        if error is not None:
            if error.is_outcome_known:
                raise error
            return await self._recover(nemo_session_id, before)
        state = await self._services.nemo.state(nemo_session_id)
        return self._told(narrator.finish().text, before, state)

    async def _recover(self, nemo_session_id: str, before: Any) -> Told:
        """Look until the state has changed, on the timetable's schedule; never send again."""
        timetable = self._services.timetable
        await self._services.clock.sleep(timetable.recovery_first_look_s)
        for look in range(1 + timetable.recovery_looks):
            if look:
                await self._services.clock.sleep(timetable.recovery_look_s)
            state = await self._services.nemo.state(nemo_session_id)
            if not is_same(before, state.draft):
                return self._told("", before, state)
        return Told(text=self._voice.say("edit-lost"), is_changed=False, is_lost=True)

    def _told(self, reply: str, before: Any, state: State) -> Told:
        is_changed = not is_same(before, state.draft)
        text = reply or describe(
            self._services.phrasebook,
            self._voice.language,
            difference(before, state.draft),
            is_changed=is_changed,
        )
        return Told(text=text, is_changed=is_changed, is_lost=False)
