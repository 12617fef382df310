"""The branch of delivery: a message of ours that did not, or may not have, reached a chat.

Owns: what a platform adapter raises from `send`. Must not know: any platform.
"""

from core.errors.root import BackdropError


class DeliveryError(BackdropError):
    """The platform did not take a message."""

    phrase = "error-delivery"
    cause = "A message could not be delivered"
    remedy = "It is tried again; if it stays, check the platform's status and the bot's rights"


class DeliveryRefused(DeliveryError):
    """The platform said no; the same message will be refused again."""

    cause = "The platform refused a message"
    remedy = "Check the bot's rights in that chat"


class DeliveryForbidden(DeliveryRefused):
    """The bot may write in that chat, but not send files of that kind; an admin can allow it."""

    phrase = "error-delivery-forbidden"
    cause = "The bot may not send videos or pictures in a chat"
    remedy = "An admin of that chat can grant the right to send media"


class DeliveryMuted(DeliveryRefused):
    """The bot may not write in that chat at all, though it hears it; an admin can allow it."""

    phrase = "error-delivery-muted"
    cause = "The bot may not write in a chat"
    remedy = "An admin of that chat can grant the right to see it, to write and to attach files"


class DeliveryTooLarge(DeliveryError):
    """More bytes than this chat takes; `limit_bytes` is None where the platform named none."""

    phrase = "error-delivery-too-large"
    cause = "The file is too large for this chat"
    remedy = "It is made smaller or sent as a link"

    def __init__(self, detail: object = "", limit_bytes: int | None = None) -> None:
        super().__init__(detail)
        self.limit_bytes = limit_bytes


class DeliveryDelayed(DeliveryError):
    """The platform limits the rate; certainly not delivered, to be sent again after a wait."""

    cause = "The platform asks to wait before the next message"
    remedy = "It is sent again after the wait"

    def __init__(self, detail: object = "", retry_after_s: float = 30.0) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class PlatformDown(DeliveryError):
    """The platform can't be reached: certainly not delivered, and worth a long wait."""

    cause = "The chat platform can't be reached"
    remedy = "It is tried again for a day; check the network, and the platform's status"


class DeliveryUnknown(DeliveryError):
    """The answer was lost after sending: the message may be there."""

    is_outcome_known = False
    cause = "The platform's answer to a message was lost"
    remedy = "It may have arrived: words are said once more, a file only if that can't double it"


class ChatGone(DeliveryError):
    """The bot was blocked or removed, or the chat is deleted."""

    phrase = "error-chat-gone"
    cause = "The chat no longer takes messages from the bot"
    remedy = "Nothing to do; its work is ended"


class ResultUnusable(DeliveryError):
    """A finished video that can't be looked at or made smaller; it may still be sent as it is."""

    cause = "A finished video could not be read or made smaller"
    remedy = "Check the space on the disk, and look at the file if it still lies there"
