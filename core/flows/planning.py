"""What one message asks to be done to which clips: decided once, before any work.

Owns the reading of a message against what its chat holds: clips of its own, an album with a
caption each, the clip or the result that it answers, clips that waited for words, the present
project. Must not know how any of it is carried out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NotRequired, TypedDict

from core.assent import assent
from core.buttons import Tap, chosen
from core.errors import (
    CaptionsWhereClipNeeded,
    ClipTooLarge,
    PictureWhereClipNeeded,
    SessionLost,
    SoundWhereClipNeeded,
)
from core.flows.services import Services
from core.flows.voice import Voice
from core.intents import edit_words, is_about_scenes, tapped
from core.media import too_large
from core.model import Attachment, AttachmentKind, ChatSession, Incoming, Text, order_of
from core.nemo.draft import is_ready
from core.options import options

Place = tuple[str, int]
"""Where an attachment stands: its message's id and its index there."""

_WordsOf = Callable[[Place], str]

_JOINS: Final = re.compile(
    r"\b(?:join|merge|combine|concatenate|stitch|together|into one|one video)\b"
    r"|合并|拼接|合成一|连起来|接起来|拼在一起|放在一起",
    re.IGNORECASE,
)


class Batch(TypedDict):
    """Words, and the files that go into one project for them.

    ``session_id`` names an earlier project that they are for; None with a clip: a new one, and
    without: the present one. ``is_quick``: the clip came with its words, so the finished MP4 is
    wanted without asking. ``is_generation``: there is no clip, and the person said yes to that.
    """

    places: list[Place]
    words: str
    session_id: int | None
    has_clip: bool
    is_quick: bool
    is_generation: bool


class Plan(TypedDict):
    """The work of one message. Without batches there is something to ask first."""

    batches: list[Batch]
    is_wish: bool
    """Words without any clip: what they would cost is said before anything is made."""
    is_refused: NotRequired[bool]
    """All of its files were refused when they came, and that was told."""


def batch(
    words: str,
    places: Sequence[Place] = (),
    *,
    session_id: int | None = None,
    has_clip: bool = False,
    is_quick: bool = False,
    is_generation: bool = False,
) -> Batch:
    """A batch with what most of them have as defaults."""
    return Batch(
        places=list(places),
        words=words,
        session_id=session_id,
        has_clip=has_clip,
        is_quick=is_quick,
        is_generation=is_generation,
    )


class Planning:
    """The plan of one job."""

    def __init__(self, services: Services, voice: Voice) -> None:
        self._store = services.store
        self._services = services
        self._voice = voice

    async def collect(self, incoming: Incoming) -> None:
        """Wait until the message's album is complete: no further part for a while."""
        count = 0
        while count != (count := len(await self._store.joined(incoming.id))):
            await self._services.clock.sleep(self._services.timetable.album_quiet_s)

    async def plan(self, incoming: Incoming) -> Plan:
        """Decide. Raises ``MediaError`` when there is no clip for a picture or a sound."""
        members = await self._store.close_album(incoming.id)
        # The words may have been edited until now, and never after.
        incoming = next((one for one in members if one.id == incoming.id), incoming)
        wish = await self._granted_wish(incoming)
        if wish is not None:
            return Plan(batches=[batch(self._words(wish), is_generation=True)], is_wish=False)
        found = tapped(incoming)
        if found is not None and found.tap in (Tap.AGAIN, Tap.OPTION):
            read = self._repeated if found.tap is Tap.AGAIN else self._option
            meant = await read(incoming, found.argument)
            return Plan(batches=[meant] if meant else [], is_wish=False)
        words = next((text for one in members if (text := self._words(one))), "")
        own = self._places(members)
        if not words and AttachmentKind.CAPTIONS in own.values():
            words = self._voice.say("captions-words")
        waiting = [
            (mid, index, it.kind)
            for mid, index, it in await self._store.pending_attachments(incoming.chat)
            if order_of(mid) < order_of(incoming.id)
            and (mid, index) not in own
            and not self._is_refused(it)
        ]
        others = [place for place, kind in own.items() if not _may_be_clip(kind)]
        others = [(m, i) for m, i, kind in waiting if not _may_be_clip(kind)] + others
        clips = [place for place, kind in own.items() if _may_be_clip(kind)]
        if not own and any(one.attachments for one in members):
            return Plan(batches=[], is_wish=False, is_refused=True)
        if not words:
            return Plan(batches=[], is_wish=False)
        if clips:
            texts = {one.id: self._words(one) for one in members}
            return _each(clips, others, lambda place: texts[place[0]] or words)
        answered = await self._answered(incoming, words, others)
        if answered:
            return Plan(batches=answered, is_wish=False)
        old = [(m, i) for m, i, kind in waiting if _may_be_clip(kind)]
        if len(old) > 1 and not _JOINS.search(words):
            return _each(old, others, lambda _: words)
        if old:
            return Plan(batches=[batch(words, [*others, *old], has_clip=True)], is_wish=False)
        moving = [place for place in own if _may_move(members, place)]
        return await self._for_the_present(incoming, words, others, own, moving)

    async def _for_the_present(
        self,
        incoming: Incoming,
        words: str,
        others: list[Place],
        own: dict[Place, AttachmentKind],
        moving: list[Place],
    ) -> Plan:
        session = await self._store.current_session(incoming.chat)
        if session is not None and (others or await self._has_content(session)):
            return Plan(batches=[batch(words, others, session_id=session.id)], is_wish=False)
        if not others and is_about_scenes(incoming):
            return Plan(batches=[batch(words)], is_wish=False)
        if not others:
            return Plan(batches=[], is_wish=True)
        if moving:
            return _each(moving, [one for one in others if one not in moving], lambda _: words)
        kinds = [own[place] for place in others if place in own]
        if kinds and set(kinds) == {AttachmentKind.CAPTIONS}:
            raise CaptionsWhereClipNeeded
        if AttachmentKind.AUDIO in kinds and AttachmentKind.IMAGE not in kinds:
            raise SoundWhereClipNeeded
        raise PictureWhereClipNeeded

    async def _has_content(self, session: ChatSession) -> bool:
        try:
            return is_ready((await self._voice.nemo.state(session.nemo_session_id)).draft)
        except SessionLost:
            # It had something, or there would be nothing to miss; the edit makes it anew.
            return bool(await self._store.taken_attachments(session.id))

    async def _granted_wish(self, incoming: Incoming) -> Incoming | None:
        """The message whose words may now be made into a video, if this is the yes to it."""
        profile = await self._store.profile(incoming.chat)
        if profile.wish is None or not _is_yes(incoming):
            return None
        return await self._store.message(profile.wish)

    async def _repeated(self, incoming: Incoming, handle: str) -> Batch | None:
        """The words of an earlier message once more; None where it was forgotten."""
        earlier = await self._store.by_handle(incoming.chat, handle)
        if earlier is None:
            return None
        edit = await self._store.edit(f"{earlier.id}#0")
        again = tapped(earlier)
        if again is not None and again.tap is Tap.OPTION:
            return await self._option(earlier, again.argument)
        captions = [
            (earlier.id, index)
            for index, file in enumerate(earlier.attachments)
            if file.kind is AttachmentKind.CAPTIONS
        ]
        words = self._words(earlier) or (self._voice.say("captions-words") if captions else "")
        return batch(words, captions, session_id=edit.session_id if edit else None)

    async def _option(self, incoming: Incoming, argument: str) -> Batch | None:
        """The option of an earlier answer, in its project; None where that was forgotten."""
        found = chosen(argument)
        earlier = await self._store.by_handle(incoming.chat, found[2]) if found else None
        edit = await self._store.edit(f"{earlier.id}#{found[0]}") if earlier and found else None
        if earlier is None or edit is None or found is None:
            return None
        offered = options(edit.reply)
        if found[1] >= len(offered):
            return None
        # Whoever sent a clip along with words wants its video, also after a question.
        is_quick = any(_may_be_clip(file.kind) for file in earlier.attachments)
        return batch(offered[found[1]], session_id=edit.session_id, is_quick=is_quick)

    async def _answered(self, incoming: Incoming, words: str, others: list[Place]) -> list[Batch]:
        """What the words are for, if they answer a message with clips or one of our results."""
        if incoming.reply_to is None:
            return []
        target = await self._store.find_message(incoming.chat, incoming.reply_to)
        if target is None:
            session = await self._store.session_of_delivery(incoming.chat, incoming.reply_to)
            return [] if session is None else [batch(words, others, session_id=session.id)]
        found: list[Batch] = []
        places = self._places([target]) or self._places(await self._dropped(target))
        if target.attachments and not places:
            raise self.refusal([target])
        for place, kind in places.items():
            if not _may_be_clip(kind):
                continue
            session = await self._store.session_of_attachment(*place)
            if session is None:
                found.append(batch(words, [*others, place], has_clip=True, is_quick=True))
            else:
                found.append(batch(words, others, session_id=session.id))
        return found

    async def _dropped(self, target: Incoming) -> list[Incoming]:
        """What came through our door in place of the files of a message that can't be had."""
        if not target.attachments:
            return []
        doors = await self._store.doors(target.chat)
        return [
            door.taken
            for door in doors
            if door.taken is not None and door.about.platform_id == target.platform_id
        ]

    def _places(self, messages: Sequence[Incoming]) -> dict[Place, AttachmentKind]:
        """The files of the album, but for those that can't be had."""
        refused = {
            (one.id, index)
            for one in messages
            for index, attachment in enumerate(one.attachments)
            if self._is_refused(attachment)
        }
        return {place: kind for place, kind in _places(messages).items() if place not in refused}

    def refusal(self, messages: Sequence[Incoming]) -> ClipTooLarge:
        """Why nothing of these messages' files can be had."""
        errors = (self._why_refused(it) for one in messages for it in one.attachments)
        return next(error for error in errors if error is not None)

    def _is_refused(self, attachment: Attachment) -> bool:
        return self._why_refused(attachment) is not None

    def _why_refused(self, attachment: Attachment) -> ClipTooLarge | None:
        return too_large(attachment, self._voice.capabilities.max_download_bytes)

    def _words(self, incoming: Incoming) -> str:
        return edit_words(incoming, self._services.phrasebook, self._voice.language)


def _each(clips: list[Place], others: list[Place], words_of: _WordsOf) -> Plan:
    """Each clip a project of its own, so that its MP4 shows it and nothing else."""
    batches = [
        batch(words_of(clip), [*others, clip], has_clip=True, is_quick=True) for clip in clips
    ]
    return Plan(batches=batches, is_wish=False)


def _places(messages: Sequence[Incoming]) -> dict[Place, AttachmentKind]:
    return {
        (one.id, index): attachment.kind
        for one in messages
        for index, attachment in enumerate(one.attachments)
    }


def _may_be_clip(kind: AttachmentKind) -> bool:
    return kind in (AttachmentKind.VIDEO, AttachmentKind.OTHER)


def _may_move(messages: Sequence[Incoming], place: Place) -> bool:
    """Whether it is a GIF, which alone may be meant as a clip; the backend sees if it moves."""
    attachment = next(one for one in messages if one.id == place[0]).attachments[place[1]]
    return attachment.mime == "image/gif" or attachment.name.lower().endswith(".gif")


def _is_yes(incoming: Incoming) -> bool:
    if isinstance(incoming.body, Text):
        return not incoming.attachments and assent(incoming.body.text) is True
    found = tapped(incoming)
    return found is not None and found.tap is Tap.GENERATE
