"""Everything that can go wrong, as one tree.

::

    BackdropError
    ├── NemoError                    the backend, or the way to it
    │   ├── BackendDown              unreachable or 5xx, and certainly nothing was done
    │   ├── OutcomeUnknown           lost after the request may have been worked on
    │   ├── RateLimited              429, also after waiting once
    │   ├── ProtocolError            an answer that nobody can read
    │   ├── RequestRefused           any other refusal
    │   ├── AgentFailed              the agent broke off in the middle of its stream
    │   ├── AccountError
    │   │   ├── TokenRejected        1001
    │   │   ├── TokenUnavailable     no anonymous token to be had
    │   │   ├── OutOfCredits         2001
    │   │   ├── ScopeMissing         403: the token lacks a power
    │   │   └── ExportBlocked        402
    │   ├── SessionLost              1002
    │   ├── UnsupportedFile          4001
    │   ├── FileTooLarge             4002
    │   └── RenderError
    │       ├── NothingToRender      the draft has no segment
    │       ├── RenderUnknown        the backend doesn't know the id
    │       ├── RenderFailed         it ended as failed
    │       │   └── NobodySeen       there is no person to cut out
    │       ├── RenderStalled        no progress for too long
    │       └── DownloadFailed       done, but the file could not be fetched
    ├── MediaError                   what a person gave, or where the result should go
    │   ├── ClipMissing · ClipEmpty · ClipUnsupported · ClipDamaged · ClipTooLarge
    │   │                                             └── ClipTooLargeToFetch
    │   ├── ClipTooLong · ClipResolutionTooHigh · ClipUnreachable
    │   ├── StreamingLink · FolderLink
    │   ├── PictureUnsupported · PictureWhereClipNeeded · SoundWhereClipNeeded
    │   ├── CaptionsUnreadable · CaptionsWhereClipNeeded
    │   └── OutputNotWritable · NoRoom
    ├── DeliveryError                a message of ours that did not reach a chat
    │   ├── DeliveryRefused          the platform said no: certainly not delivered
    │   │   ├── DeliveryForbidden    the bot may write there, but send no videos or pictures
    │   │   └── DeliveryMuted        the bot hears that chat, but may not write there
    │   ├── DeliveryTooLarge         too many bytes for this chat: shrink it or send a link
    │   ├── DeliveryDelayed          the platform asks to wait
    │   ├── PlatformDown             unreachable: certainly not delivered, tried for long
    │   ├── DeliveryUnknown          lost after sending: it may be there
    │   ├── ChatGone                 blocked, left or deleted: nothing more can be said there
    │   └── ResultUnusable           a finished video that can't be looked at or made smaller
    ├── InstructionMissing
    └── Interrupted

Owns: the tree; whether an outcome is certain; the key of the sentence that a person gets; the
cause and the remedy that an operator reads.
Must not know: the wording for persons (it lives with the phrases), HTTP, a platform.

Every error can be pickled (durable steps record them) and carries no secret: details pass
through `core.secrecy.safe_text`.
"""

from core.errors.delivery import (
    ChatGone,
    DeliveryDelayed,
    DeliveryError,
    DeliveryForbidden,
    DeliveryMuted,
    DeliveryRefused,
    DeliveryTooLarge,
    DeliveryUnknown,
    PlatformDown,
    ResultUnusable,
)
from core.errors.media import (
    CaptionsUnreadable,
    CaptionsWhereClipNeeded,
    ClipDamaged,
    ClipEmpty,
    ClipMissing,
    ClipResolutionTooHigh,
    ClipTooLarge,
    ClipTooLargeToFetch,
    ClipTooLong,
    ClipUnreachable,
    ClipUnsupported,
    FolderLink,
    MediaError,
    NoRoom,
    OutputNotWritable,
    PictureUnsupported,
    PictureWhereClipNeeded,
    SoundWhereClipNeeded,
    StreamingLink,
)
from core.errors.nemo import (
    AccountError,
    AgentFailed,
    BackendDown,
    DownloadFailed,
    ExportBlocked,
    FileTooLarge,
    NemoError,
    NobodySeen,
    NothingToRender,
    OutcomeUnknown,
    OutOfCredits,
    ProtocolError,
    RateLimited,
    RenderError,
    RenderFailed,
    RenderStalled,
    RenderUnknown,
    RequestRefused,
    ScopeMissing,
    SessionLost,
    TokenRejected,
    TokenUnavailable,
    UnsupportedFile,
)
from core.errors.root import (
    CLIP_FORMATS,
    MAX_UPLOAD_BYTES,
    BackdropError,
    Fact,
    InstructionMissing,
    Interrupted,
)

__all__ = [
    "CLIP_FORMATS",
    "MAX_UPLOAD_BYTES",
    "AccountError",
    "AgentFailed",
    "BackdropError",
    "BackendDown",
    "CaptionsUnreadable",
    "CaptionsWhereClipNeeded",
    "ChatGone",
    "ClipDamaged",
    "ClipEmpty",
    "ClipMissing",
    "ClipResolutionTooHigh",
    "ClipTooLarge",
    "ClipTooLargeToFetch",
    "ClipTooLong",
    "ClipUnreachable",
    "ClipUnsupported",
    "DeliveryDelayed",
    "DeliveryError",
    "DeliveryForbidden",
    "DeliveryMuted",
    "DeliveryRefused",
    "DeliveryTooLarge",
    "DeliveryUnknown",
    "DownloadFailed",
    "ExportBlocked",
    "Fact",
    "FileTooLarge",
    "FolderLink",
    "InstructionMissing",
    "Interrupted",
    "MediaError",
    "NemoError",
    "NoRoom",
    "NobodySeen",
    "NothingToRender",
    "OutOfCredits",
    "OutcomeUnknown",
    "OutputNotWritable",
    "PictureUnsupported",
    "PictureWhereClipNeeded",
    "PlatformDown",
    "ProtocolError",
    "RateLimited",
    "RenderError",
    "RenderFailed",
    "RenderStalled",
    "RenderUnknown",
    "RequestRefused",
    "ResultUnusable",
    "ScopeMissing",
    "SessionLost",
    "SoundWhereClipNeeded",
    "StreamingLink",
    "TokenRejected",
    "TokenUnavailable",
    "UnsupportedFile",
]
