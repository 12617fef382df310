"""The two kinds of job: an edit (with its export, when a clip came with words) and an export.

Owns the order of a job's stretches and its one way to fail. Must not know how any stretch works.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from pathlib import PurePath
from typing import Final

from core import durable
from core.durable import Job, JobCancelled
from core.errors import BackdropError, NothingToRender
from core.flows.answering import answer
from core.flows.editing import Editing
from core.flows.exporting import Exporting
from core.flows.services import Services, Voice
from core.flows.uploading import Batch, Uploading
from core.intents import edit_words
from core.media import safe_name
from core.model import ChatSession, Incoming, Tone

log = logging.getLogger(__name__)

EDIT_JOB: Final = "edit"
EXPORT_JOB: Final = "export"

Body = Callable[[Services, Job, Incoming, Voice], Awaitable[None]]


def register(services: Services) -> None:
    """Make both jobs known to the durable library, once a process, before it launches."""

    async def edit(job: Job) -> None:
        await _guarded(services, job, _edit)

    async def export(job: Job) -> None:
        await _guarded(services, job, _export)

    durable.register(EDIT_JOB, edit)
    durable.register(EXPORT_JOB, export)


async def _guarded(services: Services, job: Job, body: Body) -> None:
    """Run a job so that, whatever happens, the person hears how it ended."""
    incoming = await services.store.message(job.message_id)
    voice = await services.voice(incoming)
    try:
        await body(services, job, incoming, voice)
    except JobCancelled:
        await job.last_step("tell the end", _tell_cancelled, voice)
    except BackdropError as error:
        await job.last_step("tell the failure", voice.fail, error)
    except Exception:
        log.exception("A job failed in a way that nobody foresaw; please report it.")
        await job.last_step("tell the failure", voice.fail, BackdropError())
        raise


async def _tell_cancelled(voice: Voice) -> None:
    await voice.finish("cancelled", voice.say("cancelled"), tone=Tone.FAILED)


async def _edit(services: Services, job: Job, incoming: Incoming, voice: Voice) -> None:
    """Each batch of files becomes a project of its own; words alone go to the present one."""
    uploading = Uploading(services, job, voice)
    batches = await job.step("gather", uploading.gather, incoming)
    for number, batch in enumerate(batches):
        try:
            await _edit_batch(services, job, incoming, voice, uploading, batch, number)
        except BackdropError as error:
            # One bad clip must not take the others of the same message with it.
            if len(batches) == 1:
                raise
            await job.last_step("tell the failure", voice.fail, error, f"failed-{number}")


async def _edit_batch(
    services: Services,
    job: Job,
    incoming: Incoming,
    voice: Voice,
    uploading: Uploading,
    batch: Batch,
    number: int,
) -> None:
    session = await job.step("open the project", _open, services, voice, batch["has_clip"])
    await uploading.run(session, batch["places"])
    words = edit_words(incoming, services.phrasebook, voice.language)
    editing = Editing(services, job, voice)
    told = await editing.run(f"{incoming.id}#{number}", session, words)
    if told["is_lost"] or not told["is_changed"]:
        await job.last_step(
            "tell the refusal", voice.finish, f"refused-{number}", told["text"], tone=Tone.FAILED
        )
    elif batch["is_quick"]:
        await services.outbox.show(voice.outgoing(f"reply-{number}", told["text"]))
        name = await _video_name(services, batch)
        await Exporting(services, job, voice).run(session, name, f"video-{number}")
    else:
        await job.last_step("answer", answer, services, voice, session, told["text"], number)


async def _open(services: Services, voice: Voice, is_new: bool) -> ChatSession:
    """The chat's project: the present one, or a new one for a new clip.

    A crash in here may leave an empty project behind at the backend, which costs nothing.
    """
    chat = voice.about.chat
    if not is_new:
        current = await services.store.current_session(chat)
        if current is not None:
            return current
    created = await services.nemo.create_session(voice.language)
    return await services.store.add_session(
        chat, created.session_id, created.task_id, created.user_id
    )


async def _video_name(services: Services, batch: Batch) -> str:
    message_id, index = batch["places"][-1]
    message = await services.store.message(message_id)
    stem = PurePath(safe_name(message.attachments[index].name, "")).name
    return f"{stem}-backdrop.mp4"


async def _export(services: Services, job: Job, incoming: Incoming, voice: Voice) -> None:
    session = await services.store.current_session(incoming.chat)
    if session is None:
        raise NothingToRender
    await Exporting(services, job, voice).run(session, "backdrop.mp4")
