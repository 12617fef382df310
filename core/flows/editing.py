"""One instruction to the backend's agent: sent once, told as it grows, found out if it was lost.

Owns the fence against a second send and the recovery by the state. Must not know files, renders
or HTTP. A message that may have been sent is never sent again: it would be done and charged
twice (the contract, "Recovery"). The fence is one commit right before the request; whoever finds
it after a crash looks at the state instead of sending.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace
from typing import Any, NotRequired, TypedDict

from core.durable import Outcome
from core.errors import NemoError
from core.flows.work import Work
from core.model import ChatSession, Edit, EditState, Stage
from core.narrator import Narrator, Offer, describe
from core.nemo.changes import difference, is_same
from core.nemo.client import State
from core.nemo.draft import VIDEO, is_ready, tracks
from core.nemo.events import Closed, Working

log = logging.getLogger(__name__)


class Told(TypedDict):
    """What became of an edit, as a step records it.

    ``added``: what a generation put beside the clip by itself, in the timeline's words.
    """

    text: str
    is_changed: bool
    is_lost: bool
    added: list[str]
    offers: list[str]
    has_picture: NotRequired[bool]
    """The agent made a picture along with its answer."""


class Editing:
    """The edit of one job, in one project."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._services = work.services
        self._voice = work.voice

    async def run(
        self, edit_id: str, session: ChatSession, words: str, *, is_generation: bool = False
    ) -> Outcome[Told]:
        """Let the agent do what the words say.

        ``edit_id`` names this edit for ever: the message's id, with a number where one message
        makes several. A cancel can't call back what was sent: the outcome says whether it was
        asked for. Raises ``NemoError`` where it certainly was not done.
        """
        await self._work.step("arm the edit", self._arm, edit_id, session)
        return await self._work.step_to_end(
            "edit",
            self._tell_sent,
            self._send_once,
            edit_id,
            session.nemo_session_id,
            words,
            is_generation,
        )

    async def _tell_sent(self) -> None:
        await self._voice.note("sent", self._voice.say("cancel-sent"))

    async def _arm(self, edit_id: str, session: ChatSession) -> None:
        state = await self._voice.nemo.state(session.nemo_session_id)
        armed = Edit(
            message_id=edit_id,
            session_id=session.id,
            boot=self._services.boot,
            state=EditState.ARMED,
            before={"draft": state.draft, "picture": _newest_picture(state)},
        )
        standing = await self._services.store.arm_edit(armed)
        if standing.state is EditState.ARMED:
            # What was armed and not sent (a rebuilt project, a backend that was down) begins anew.
            await self._services.store.save_edit(armed)

    async def _send_once(
        self, edit_id: str, nemo_session_id: str, words: str, is_generation: bool
    ) -> Told:
        store = self._services.store
        edit = await store.edit(edit_id)
        assert edit is not None, "an edit is armed before it is sent"  # noqa: S101
        before = edit.before["draft"]
        if edit.state is EditState.DONE:
            state = await self._voice.nemo.state(nemo_session_id)
            is_changed = not is_same(before, state.draft)
            return Told(text=edit.reply, is_changed=is_changed, is_lost=False, added=[], offers=[])
        if edit.state is EditState.ARMED:
            await store.save_edit(replace(edit, state=EditState.SENDING))
            try:
                told = await self._send(nemo_session_id, words, edit.before, is_generation)
            except NemoError as error:
                if error.is_outcome_known:
                    await store.save_edit(replace(edit, state=EditState.ARMED))
                raise
        else:
            log.info("An edit was cut off by a restart; its outcome is read from the state.")
            told = await self._recover(nemo_session_id, before)
        outcome = EditState.LOST if told["is_lost"] else EditState.DONE
        await store.save_edit(replace(edit, state=outcome, reply=told["text"]))
        return told

    async def _send(
        self, nemo_session_id: str, words: str, known: Mapping[str, Any], is_generation: bool
    ) -> Told:
        before = known["draft"]
        key = "generating" if is_generation else "working"
        await self._voice.progress(Stage.EDIT, self._voice.say(key))
        narrator = Narrator()
        error: NemoError | None = None
        has_raw = not is_generation
        looked_s = self._services.clock.monotonic_s()
        async with aclosing(self._voice.nemo.send_message(nemo_session_id, words)) as events:
            async for event in events:
                update = narrator.feed(event)
                if update is not None:
                    await self._voice.progress(Stage.EDIT, update)
                if isinstance(event, Closed):
                    error = event.error
                now_s = self._services.clock.monotonic_s()
                is_due = now_s - looked_s >= self._services.timetable.stage_look_s
                if not has_raw and isinstance(event, Working) and is_due:
                    looked_s = now_s
                    has_raw = await self._told_raw(nemo_session_id)
        if error is not None:
            if error.is_outcome_known:
                raise error
            return await self._recover(nemo_session_id, before)
        try:
            state = await self._voice.nemo.state(nemo_session_id)
        except NemoError as failed:
            # The message is done by now: a look that fails must not count as "never sent".
            log.info("The look after an edit failed: %s", failed)
            return await self._recover(nemo_session_id, before)
        narrated = narrator.finish()
        told = self._told(narrated.text, before, state, narrated.offers)
        if is_generation:
            told["added"] = _added(state)
        picture = _newest_picture(state)
        told["has_picture"] = bool(picture) and picture != known.get("picture")
        return told

    async def _told_raw(self, nemo_session_id: str) -> bool:
        """Whether the first stage of a generation is there; says so. A failed look is no news."""
        try:
            state = await self._voice.nemo.state(nemo_session_id)
        except NemoError as error:
            log.info("A look at a generation failed: %s", error)
            return False
        if not is_ready(state.draft):
            return False
        await self._voice.progress(Stage.EDIT, self._voice.say("generated-raw"))
        return True

    async def _recover(self, nemo_session_id: str, before: Any) -> Told:
        """Look until the state has changed, on the timetable's schedule; never send again."""
        timetable = self._services.timetable
        await self._voice.progress(Stage.EDIT, self._voice.say("looking-up"))
        await self._services.clock.sleep(timetable.recovery_first_look_s)
        for look in range(1 + timetable.recovery_looks):
            if look:
                await self._services.clock.sleep(timetable.recovery_look_s)
            try:
                state = await self._voice.nemo.state(nemo_session_id)
            except NemoError as error:
                # A look that fails is no answer; only the looks that are left decide.
                log.info("A look at a lost edit failed: %s", error)
                continue
            if not is_same(before, state.draft):
                return self._told("", before, state)
        text = self._voice.say("edit-lost")
        return Told(text=text, is_changed=False, is_lost=True, added=[], offers=[])

    def _told(
        self, reply: str, before: Any, state: State, offers: frozenset[Offer] = frozenset()
    ) -> Told:
        is_changed = not is_same(before, state.draft)
        changes = difference(before, state.draft)
        lines = [reply] if reply else []
        if changes or not reply:
            lines.append(
                describe(
                    self._services.phrasebook,
                    self._voice.language,
                    changes,
                    is_changed=is_changed,
                )
            )
        return Told(
            text="\n".join(lines),
            is_changed=is_changed,
            is_lost=False,
            added=[],
            offers=sorted(offer.value for offer in offers),
        )


def _newest_picture(state: State) -> str:
    """The address of the newest picture, without what is signed anew each time; "" for none."""
    return state.pictures[-1].partition("?")[0] if state.pictures else ""


def _added(state: State) -> list[str]:
    """What stands beside the clip, as the summary names it."""
    return [
        f"{item.track}: {item.shown_name}" if item.name else item.track
        for track in tracks(state.draft)
        if track.kind != VIDEO
        for item in track.items
    ]
