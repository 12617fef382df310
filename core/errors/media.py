"""The branch of media: what a person gave, and where the result should go.

Owns: one class for every way in which a clip or an output can be of no use.
Must not know: how a file is inspected, or a platform.
"""

from core.errors.root import CLIP_FORMATS, MAX_UPLOAD_BYTES, BackdropError


class MediaError(BackdropError):
    """What a person gave cannot be used, or the result cannot be put where it should go."""

    phrase = "error-clip"
    cause = "The clip cannot be used"
    remedy = "Send another one"


class ClipMissing(MediaError):
    """No such file, or the platform no longer has it."""

    phrase = "error-clip-missing"
    cause = "The clip is not there"
    remedy = "Check the path, or send it again"


class ClipEmpty(MediaError):
    """0 bytes, or no frame in it."""

    phrase = "error-clip-empty"
    cause = "The clip is empty"


class ClipUnsupported(MediaError):
    """Not a format that the backend takes, or no media at all."""

    phrase = "error-clip-unsupported"
    cause = "The file is not a clip that can be edited"
    remedy = f"{CLIP_FORMATS} work best"

    def __init__(self, detail: object = "") -> None:
        super().__init__(detail)
        self.facts = {"formats": CLIP_FORMATS}


class CaptionsWhereClipNeeded(MediaError):
    """Captions came, and there is no clip that they could go onto."""

    phrase = "error-captions-not-clip"
    cause = "Captions came without a clip"
    remedy = "Send the clip; the captions wait for it"


class CaptionsUnreadable(MediaError):
    """A file that calls itself captions and holds none, or far too many."""

    phrase = "error-captions"
    cause = "The file of captions holds none that can be read"
    remedy = "Send an SRT file in UTF-8"


class ClipDamaged(MediaError):
    """Truncated or broken."""

    phrase = "error-clip-damaged"
    cause = "The clip is damaged or incomplete"
    remedy = "Save or record it again and send that"


class ClipTooLarge(MediaError):
    """More bytes than may be sent; `limit_bytes` is the limit that was met."""

    phrase = "error-clip-too-large"
    cause = "The clip has too many bytes"
    remedy = "Trim or compress it"

    def __init__(self, detail: object = "", limit_bytes: int = MAX_UPLOAD_BYTES) -> None:
        super().__init__(detail)
        self.limit_bytes = limit_bytes
        # A limit is given in one unit or the other, and is named as whoever set it names it.
        unit_bytes = 1024 * 1024 if limit_bytes % 1_000_000 else 1_000_000
        self.facts = {"limit_mb": limit_bytes // unit_bytes}


class ClipTooLargeToFetch(ClipTooLarge):
    """The platform hands the bot no file of this size; elsewhere, or smaller, it can be had."""

    phrase = "error-clip-too-large-to-fetch"
    cause = "The platform hands out no file of this size"
    remedy = "A self-hosted Bot API server lifts the limit on Telegram; a link works everywhere"


class ClipTooLong(MediaError):
    """Longer than may be edited."""

    phrase = "error-clip-too-long"
    cause = "The clip lasts too long"
    remedy = "Trim it"


class ClipResolutionTooHigh(MediaError):
    """More pixels than are decoded (8K, for one)."""

    phrase = "error-clip-resolution"
    cause = "The clip has too many pixels"
    remedy = "Save it at 4K or below"


class ClipUnreachable(MediaError):
    """A link or a platform's file that could not be fetched."""

    phrase = "error-clip-unreachable"
    cause = "The clip could not be fetched from where it lies"
    remedy = "Check the link, or send the file itself"


class StreamingLink(MediaError):
    """A link to the page of a streaming site, which is no file; ``site`` is its name."""

    phrase = "error-link-streaming"
    cause = "The link leads to a streaming site"
    remedy = "Send the file itself"

    def __init__(self, site: str = "") -> None:
        super().__init__(site)
        self.site = site
        self.facts = {"site": site}


class FolderLink(MediaError):
    """A link to a shared folder, of which nobody knows which file is meant."""

    phrase = "error-link-folder"
    cause = "The link leads to a folder"
    remedy = "Share the file itself"


class PictureUnsupported(MediaError):
    """A picture of a kind that this backend does not take."""

    phrase = "error-picture-unsupported"
    cause = "The Nemo backend does not take pictures of this kind"
    remedy = "Send it as a JPG or PNG"


class PictureWhereClipNeeded(MediaError):
    """A picture came where a video is needed."""

    phrase = "error-picture-not-clip"
    cause = "This is a picture, not a video"
    remedy = "Send a video of a person; a picture can become its background"


class SoundWhereClipNeeded(MediaError):
    """Sound alone came where a video is needed."""

    phrase = "error-sound-not-clip"
    cause = "This is sound without a picture"
    remedy = "Send a video of a person"


class NoRoom(MediaError):
    """A finished video that could not be kept on its way to the chat: the disk is full."""

    phrase = "error-no-room"
    cause = "There is no room for files in the data directory"
    remedy = "Free some space on its disk, or move it with BACKDROP_DATA_DIR"


class OutputNotWritable(MediaError):
    """The place for the result takes no file."""

    phrase = "error-output"
    cause = "The result cannot be written there"
    remedy = "Choose another place with -o, or free some space"
