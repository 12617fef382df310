"""Edited messages: what new words for an old message come to.

Owns the decision, on what is kept of that message. Must not know how it is kept, nor what is said
about it. The decision and the job's plan read the message in one transaction each, so that words
are either replaced before the plan or too late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.model import Incoming


class Correction(StrEnum):
    """What becomes of new words."""

    UNSEEN = "unseen"
    """The message that they are for was never seen."""
    SAME = "same"
    """They are no news."""
    REPLACED = "replaced"
    """The job had not begun; it works with the new words."""
    WITHDRAWN = "withdrawn"
    """The job had not begun and can't do what they ask for: its end is asked for."""
    BEGUN = "begun"
    """The job works, or has worked, with the earlier words."""
    FREE = "free"
    """The message never had a job."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The outcome, and the message whose job it is about ("" for UNSEEN).

    For REPLACED it is the one that has the new words, for FREE the last that has no job.
    """

    outcome: Correction
    message_id: str = ""


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
    is_same = _words(edited) == _words(kept[-1].incoming)
    if worked is None:
        last = kept[-1].incoming.id
        return Corrected(Correction.SAME if is_same else Correction.FREE, last), None
    if worked.is_begun:
        outcome = Correction.SAME if is_same else Correction.BEGUN
    elif worked.job == job and not worked.is_cancelled:
        original = kept[0].incoming
        files = edited.attachments
        if worked.incoming.id != original.id:
            files = words_alone(edited, original).attachments
        replaced = replace(worked.incoming, body=edited.body, attachments=files)
        return Corrected(Correction.REPLACED, replaced.id), replaced
    else:
        outcome = Correction.WITHDRAWN
    return Corrected(outcome, worked.job_id), None


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
