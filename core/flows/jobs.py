"""The kinds of job: an edit (with its export, when a clip came with words), an export, a new start.

Owns the order of a job's stretches and its one way to fail. Must not know how any stretch works.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from core import durable
from core.buttons import Tap, button
from core.durable import Job, JobCancelled, Outcome
from core.errors import BackdropError, ChatGone, NothingToRender, SessionLost, TokenRejected
from core.flows import projects
from core.flows.answering import Answering
from core.flows.asking import Asking
from core.flows.captioning import Captioning
from core.flows.editing import Editing, Told
from core.flows.exporting import Exporting
from core.flows.planning import Batch, Planning
from core.flows.services import Services
from core.flows.uploading import Uploading
from core.flows.voice import TOO_LARGE, Voice
from core.flows.work import Work
from core.media import safe_name
from core.model import Button, ChatProfile, ChatSession, Incoming, Tone, handle_of

log = logging.getLogger(__name__)

EDIT_JOB: Final = "edit"
EXPORT_JOB: Final = "export"
NEW_JOB: Final = "new"
"""A job, because it has its place among the others: what was asked before it keeps its clips."""

_TITLE_LIMIT: Final = 40

Body = Callable[[Work, Incoming], Awaitable[None]]


def register(services: Services) -> None:
    """Make the jobs known to the durable library, once a process, before it launches."""

    async def edit(job: Job) -> None:
        await _guarded(services, job, _edit)

    async def export(job: Job) -> None:
        await _guarded(services, job, _export)

    async def new(job: Job) -> None:
        await _guarded(services, job, _new)

    durable.register(EDIT_JOB, edit)
    durable.register(EXPORT_JOB, export)
    durable.register(NEW_JOB, new)


async def _guarded(services: Services, job: Job, body: Body) -> None:
    """Run a job so that, whatever happens, the person hears how it ended."""
    incoming = await services.store.message(job.message_id)
    voice = await services.voice(incoming)
    work = Work(services, job, voice)
    # A wish for its end that came before it began, or in an earlier start of the process.
    if await services.store.is_cancel_requested(job.message_id):
        job.wish_end()
    async with voice.company():
        try:
            await body(work, incoming)
        except JobCancelled:
            await job.last_step("tell the end", _tell_cancelled, voice)
        except ChatGone as error:
            log.info("%s", error)
        except BackdropError as error:
            await job.last_step("tell the failure", voice.fail, error)
        except Exception:
            log.exception("A job failed in a way that nobody foresaw; please report it.")
            await job.last_step("tell the failure", voice.fail, BackdropError())
            await job.last_step("close", services.store.mark_answered, job.message_id)
            raise
    await job.last_step("close", services.store.mark_answered, job.message_id)


async def _tell_cancelled(voice: Voice) -> None:
    await voice.finish("cancelled", voice.say("cancelled"), tone=Tone.FAILED)


async def _edit(work: Work, incoming: Incoming) -> None:
    """Each batch is a project of its own; words alone go to the one that they are for."""
    planning = Planning(work.services, work.voice)
    if incoming.album is not None:
        await work.wait("collect the album", planning.collect, incoming)
    plan = await work.step("plan", planning.plan, incoming)
    asking = Asking(work.services, work.voice)
    if plan["is_wish"]:
        await work.last_step("tell what it takes", asking.about_wish, incoming)
    elif plan.get("is_refused"):
        # Told at once when it came, unless a crash was quicker; the same message is not sent twice.
        await work.last_step("tell what is too large", _tell_too_large, work, planning, incoming)
    elif not plan["batches"]:
        await work.last_step("ask what to do", asking.what_to_do)
    for number, batch in enumerate(plan["batches"]):
        try:
            await _edit_batch(work, incoming, batch, number)
        except ChatGone:
            raise
        except BackdropError as error:
            # One bad clip must not take the others of the same message with it.
            if len(plan["batches"]) == 1:
                raise
            part = f"failed-{number}"
            await work.last_step("tell the failure", work.voice.fail, error, part)


async def _tell_too_large(work: Work, planning: Planning, incoming: Incoming) -> None:
    members = await work.services.store.joined(incoming.id)
    await work.voice.fail(planning.refusal(members), TOO_LARGE)


async def _edit_batch(work: Work, incoming: Incoming, batch: Batch, number: int) -> None:
    """One project's edit; a project that the backend lost is made anew once."""
    session = await work.step("open the project", _open, work, batch)
    try:
        outcome = await _edited(work, incoming, session, batch, number)
    except (SessionLost, TokenRejected) as error:
        # A rejected free token was renewed, perhaps as another account: its projects are new ones.
        if isinstance(error, TokenRejected) and not error.is_anonymous:
            raise
        session = await _rebuilt(work, session)
        outcome = await _edited(work, incoming, session, batch, number)
    try:
        await _answer_edit(work, session, outcome, batch, number)
    except SessionLost:
        # What was edited is gone, and is neither paid for again nor replaced by the bare clip: the
        # person hears that it is lost, and can say anew what to do.
        await _rebuilt(work, session)
        raise


async def _edited(
    work: Work, incoming: Incoming, session: ChatSession, batch: Batch, number: int
) -> Outcome[Told]:
    await Uploading(work).run(session, batch["places"])
    words = await Captioning(work).run(session, batch["places"], batch["words"])
    return await Editing(work).run(
        f"{incoming.id}#{number}",
        session,
        words,
        is_generation=batch["is_generation"],
    )


async def _answer_edit(
    work: Work, session: ChatSession, outcome: Outcome[Told], batch: Batch, number: int
) -> None:
    """What the person gets for the edit: its video, the timeline, or why there is neither."""
    told = outcome.result
    if outcome.is_cancelled and told["is_changed"]:
        await work.last_step("tell what was done", _tell_late, work.voice, session, told, number)
    elif outcome.is_cancelled:
        await work.last_step("tell the end", _tell_cancelled, work.voice)
    elif told["is_lost"] or not told["is_changed"]:
        await work.last_step("tell the refusal", _tell_unchanged, work, session, told, number)
    elif batch["is_quick"]:
        await _note_quick(work, told, batch["words"], number)
        name = await _video_name(work.services, batch)
        await Exporting(work).run(session, name, f"video-{number}")
    else:
        answering = Answering(work.services, work.voice)
        await work.last_step(
            "answer", answering.answer, session, told, batch["words"], f"answer-{number}"
        )


async def _rebuilt(work: Work, session: ChatSession) -> ChatSession:
    """A project in the place of a lost one, with its clips only."""
    rebuilt = await work.step(
        "make the project anew", projects.rebuild, work.services, work.voice, session
    )
    await Uploading(work).again(rebuilt)
    return rebuilt


async def _open(work: Work, batch: Batch) -> ChatSession:
    """The project that the batch is for: a new one for a clip, an earlier one, or the present."""
    services, voice = work.services, work.voice
    if batch["is_generation"]:
        await services.store.save_profile(await _without_wish(services, voice))
    if batch["session_id"] is not None:
        return await projects.reopen(services, voice, batch["session_id"])
    if not batch["has_clip"] and not batch["is_generation"]:
        current = await services.store.current_session(voice.about.chat)
        if current is not None:
            return current
    return await projects.open_new(services, voice, await _title(services, batch))


async def _tell_late(voice: Voice, session: ChatSession, told: Told, number: int) -> None:
    text = "\n".join([voice.say("cancel-late"), told["text"]])
    buttons = (button(voice.say, Tap.UNDO), button(voice.say, Tap.EXPORT))
    await voice.finish(
        f"late-{number}", text, tone=Tone.FAILED, buttons=buttons, session_id=session.id
    )


async def _tell_unchanged(work: Work, session: ChatSession, told: Told, number: int) -> None:
    """The agent's answer where the timeline stayed as it was, with the ways to go on that it
    offers; a lost edit can be tried again."""
    voice, part = work.voice, f"refused-{number}"
    answering = Answering(work.services, voice)
    if told.get("has_picture"):
        await answering.show(session, told, part)
        return
    buttons: tuple[Button, ...] = ()
    if told["is_lost"]:
        buttons = (button(voice.say, Tap.AGAIN, handle_of(voice.about.id)),)
    else:
        buttons = answering.offered(told, part)
    await voice.finish(
        part,
        told["text"],
        tone=Tone.FAILED,
        buttons=buttons,
        session_id=session.id,
    )


async def _note_quick(work: Work, told: Told, words: str, number: int) -> None:
    """What was done, before its video comes; it may be lost, the video not.

    No step: its delivery is recorded, so that after a restart it is not said again.
    """
    hints = await Answering(work.services, work.voice).hints(words)
    text = "\n".join([told["text"], *hints])
    await work.services.outbox.show_once(work.voice.outgoing(f"reply-{number}", text))


async def _new(work: Work, incoming: Incoming) -> None:
    has_earlier = await work.step("begin anew", projects.begin_anew, work.services, incoming)
    await work.last_step("tell the fresh start", _tell_new, work.voice, has_earlier)


async def _tell_new(voice: Voice, has_earlier: bool) -> None:
    buttons = (button(voice.say, Tap.PROJECTS),) if has_earlier else ()
    await voice.finish("answer", voice.say("new-project"), tone=Tone.INFO, buttons=buttons)


async def _export(work: Work, incoming: Incoming) -> None:
    session = await work.step("find the project", _project_to_export, work, incoming)
    name = f"{_stem(session.title)}-backdrop.mp4" if session.title else "backdrop.mp4"
    try:
        await Exporting(work).run(session, name)
    except SessionLost:
        await _rebuilt(work, session)
        raise


async def _project_to_export(work: Work, incoming: Incoming) -> ChatSession:
    """The project that the export was asked for under, or the present one."""
    store = work.services.store
    # From now on other words for it come too late.
    await store.close_album(incoming.id)
    session = None
    if incoming.reply_to is not None:
        session = await store.session_of_delivery(incoming.chat, incoming.reply_to)
    session = session or await store.current_session(incoming.chat)
    if session is None:
        raise NothingToRender
    return session


async def _without_wish(services: Services, voice: Voice) -> ChatProfile:
    return replace(await services.store.profile(voice.about.chat), wish=None)


async def _title(services: Services, batch: Batch) -> str:
    """What the project is called in a list: its clip's name, else the words it began with."""
    if not batch["places"]:
        return batch["words"][:_TITLE_LIMIT]
    message_id, index = batch["places"][-1]
    message = await services.store.message(message_id)
    return safe_name(message.attachments[index].name, "")


async def _video_name(services: Services, batch: Batch) -> str:
    return f"{_stem(await _title(services, batch))}-backdrop.mp4"


def _stem(title: str) -> str:
    return PurePath(safe_name(title, "")).name
