"""Edited messages: what new words for an old message come to.

Owns the decision, on what is kept of that message. Must not know how it is kept, nor what is said
about it. The decision and the job's plan read the message in one transaction each, so that words
are either replaced before the plan or too late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.model import Attachment, Incoming


class Correction(StrEnum):
    """What becomes of new words."""

    UNSEEN = "unseen"
    """The message that they are for was never seen."""
    SAME = "same"
    """They are no news."""
    REPLACED = "replaced"
    """The job had not begun; it works with the new words."""
    WITHDRAWN = "withdrawn"
    """The job had not begun and can't do what they ask for: what they become takes its place."""
    RESENT = "resent"
    """A new file came with them, and no job can take it any more: it is a new message."""
    BEGUN = "begun"
    """The job works, or has worked, with the earlier words."""
    FREE = "free"
    """The message never had a job."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The outcome, and the message whose job it is about ("" for UNSEEN).

    For REPLACED it is the one that has the new words, for FREE the last that has no job.
    ``outdated`` are the messages whose files a new file takes the place of.
    """

    outcome: Correction
    message_id: str = ""
    outdated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one message. Of a part of an album, job and state are those of its head.

    ``is_begun``: the job has planned its work, or has ended.
    """

    incoming: Incoming
    job: str | None
    job_id: str
    is_begun: bool
    is_cancelled: bool


def judge(
    edited: Incoming, job: str | None, kept: Sequence[Kept]
) -> tuple[Corrected, Incoming | None]:
    """The outcome, and for REPLACED the message as it is to be kept from now on.

    ``kept`` is what stands under the message's platform id: itself and what earlier edits of it
    became, in their order. ``job`` is the one that the new words need.
    """
    if not kept:
        return Corrected(Correction.UNSEEN), None
    worked = next((one for one in reversed(kept) if one.job is not None), None)
    has_new_file = _has_new_file(edited, kept)
    # What a begun job has planned with stays its own.
    outdated = tuple(
        one.incoming.id for one in kept if has_new_file and (one.job is None or not one.is_begun)
    )
    is_free = worked is None or worked.is_begun
    if worked is not None and not is_free and worked.job == job and not worked.is_cancelled:
        replaced = _replaced(edited, worked.incoming, kept[0].incoming, has_new_file)
        others = tuple(one for one in outdated if one != replaced.id)
        return Corrected(Correction.REPLACED, replaced.id, others), replaced
    if not is_free:
        outcome = Correction.WITHDRAWN
    elif has_new_file:
        outcome = Correction.RESENT
    elif _words(edited) == _words(kept[-1].incoming):
        outcome = Correction.SAME
    else:
        outcome = Correction.FREE if worked is None else Correction.BEGUN
    about = kept[-1].incoming.id if worked is None else worked.job_id
    return Corrected(outcome, about, outdated), None


def _replaced(
    edited: Incoming, worked: Incoming, original: Incoming, has_new_file: bool
) -> Incoming:
    """The message that the job works on, with the new words, and files if it has its own."""
    if worked.id == original.id:
        return replace(worked, body=edited.body, attachments=edited.attachments)
    if has_new_file or _files(worked):
        return replace(
            worked, body=edited.body, attachments=edited.attachments, reply_to=edited.reply_to
        )
    links = words_alone(edited, original).attachments
    return replace(worked, body=edited.body, attachments=links)


def words_alone(edited: Incoming, original: Incoming) -> Incoming:
    """The new words as a message of their own, which answers the one that has the files."""
    if not original.attachments:
        return replace(edited, is_edited=False)
    links = tuple(
        one for one in edited.attachments if one.is_link and one not in original.attachments
    )
    return replace(
        edited,
        attachments=links,
        quoted=(),
        album=None,
        # What is said about an album is for all of it, and a reply would be about one part.
        reply_to=None if original.album else edited.platform_id,
        is_edited=False,
    )


def _words(incoming: Incoming) -> tuple[object, ...]:
    links = [one.ref for one in incoming.attachments if one.is_link]
    return incoming.body, *links


def _files(incoming: Incoming) -> list[Attachment]:
    return [one for one in incoming.attachments if not one.is_link]


def _has_new_file(edited: Incoming, kept: Sequence[Kept]) -> bool:
    """Whether a file of the edited message is none of those that it had last."""
    had = next((files for one in reversed(kept) if (files := _files(one.incoming))), [])
    return not all(any(_is_same_file(file, one) for one in had) for file in _files(edited))


def _is_same_file(one: Attachment, other: Attachment) -> bool:
    """Whether two tellings of an attachment are of one file.

    A platform may tell the very same file by another ref each time (Telegram promises nothing of
    ``file_id``). Two files of one name, kind, length and size in bytes are most likely one; where
    the size isn't told, only the ref can tell.
    """
    if one.ref == other.ref:
        return True
    return one.size_bytes is not None and _claims(one) == _claims(other)


def _claims(file: Attachment) -> tuple[object, ...]:
    return file.kind, file.name, file.size_bytes, file.duration_ms
